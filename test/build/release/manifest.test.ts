import * as manifest from '../../../package.json';
import { missingFromChangelog, missingFromManifest, type Manifest } from '../../../build/release/manifest';

const complete: Manifest = {
  ...manifest,
  repository: { url: 'git+https://example.com/team/cdk-govuk-notify.git' },
  homepage: 'https://example.com/team/cdk-govuk-notify#readme',
  bugs: { url: 'https://example.com/team/cdk-govuk-notify/issues' },
};

describe('package.json', () => {
  test('has all that can be known before there is a public repository', () => {
    expect(missingFromManifest(complete)).toEqual([]);
  });

  test.each(Object.keys(complete).filter((name) => missingFromManifest({ ...complete, [name]: undefined }).length > 0))(
    'is not complete without %s, and the error says so',
    (name) => {
      const [missing, ...others] = missingFromManifest({ ...complete, [name]: undefined });
      expect(missing).toContain(name === 'engines' ? 'engines.node' : name === 'publishConfig' ? 'provenance' : name);
      expect(others).toHaveLength(name === 'publishConfig' ? 1 : 0);
    },
  );

  test('is not complete while the address of the repository is empty', () => {
    expect(missingFromManifest({ ...complete, repository: {} })[0]).toContain('has no repository');
    expect(missingFromManifest({ ...complete, repository: '' })[0]).toContain('has no repository');
  });
});

describe('the changelog', () => {
  test.each(['## 1.2.3\n', '## [1.2.3] - 2026-03-02\n', '## 1.2.3 (2026-03-02)\n'])(
    'has a section for 1.2.3: %j',
    (section) => {
      expect(missingFromChangelog(`# Changelog\n\n${section}`, '1.2.3')).toEqual([]);
    },
  );

  test.each(['## Unreleased\n', '## 1.2.30\n', '### 1.2.3\n', '## 11.2.3\n', '## 1x2x3\n'])(
    'has none for 1.2.3: %j',
    (section) => {
      expect(missingFromChangelog(`# Changelog\n\n${section}`, '1.2.3')).toHaveLength(1);
    },
  );
});
