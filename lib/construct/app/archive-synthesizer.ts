import {
  Fn,
  StackSynthesizer,
  type DockerImageAssetLocation,
  type FileAssetLocation,
  type FileAssetSource,
  type ISynthesisSession,
  type Stack,
} from 'aws-cdk-lib';
import { templateParameters } from './template-parameters';

/** Has the functions' archives come from a bucket that parameters of the template name, and asks for no bootstrapped account. */
export class ArchiveSynthesizer extends StackSynthesizer {
  /** The files of the assembly by the names that the template has for them. */
  readonly archives = new Map<string, string>();

  /** An app binds it to its stack: there is one. */
  reusableBind(stack: Stack): this {
    this.bind(stack);
    return this;
  }

  addFileAsset({ sourceHash, fileName }: FileAssetSource): FileAssetLocation {
    if (fileName === undefined)
      throw new Error('a function has no archive to put in a bucket: use assets that are files');
    const name = `${sourceHash}.zip`;
    this.archives.set(name, fileName);
    const bucketName = Fn.ref(templateParameters.archiveBucket);
    const objectKey = Fn.join('', [Fn.ref(templateParameters.archivePrefix), name]);
    const httpUrl = `https://${bucketName}.s3.amazonaws.com/${objectKey}`;
    return { bucketName, objectKey, httpUrl, s3ObjectUrl: `s3://${bucketName}/${objectKey}` };
  }

  addDockerImageAsset(): DockerImageAssetLocation {
    throw new Error(
      'a function is a container image, which cannot be put in a bucket: use functions that are archives',
    );
  }

  synthesize(session: ISynthesisSession): void {
    this.synthesizeTemplate(session);
    this.emitArtifact(session);
  }
}
