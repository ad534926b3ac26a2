import { CfnOutput, Fn, Stack, type IAspect } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** How the CDK makes the name of a secret from its ARN, which is what `Ref` gives on AWS. */
const fromArn = /^\{"Fn::Join":\["-",.*"Fn::Select":\[6,.*\{"Ref":"(\w+)"\}/;

/** Makes an output of a secret's name what `Ref` gives: in the emulator's CloudFormation that is the name, not the ARN. */
export class SecretNames implements IAspect {
  visit(node: IConstruct): void {
    if (!(node instanceof CfnOutput)) return;
    const [, secret] = fromArn.exec(JSON.stringify(Stack.of(node).resolve(node.value))) ?? [];
    if (secret !== undefined) node.value = Fn.ref(secret);
  }
}
