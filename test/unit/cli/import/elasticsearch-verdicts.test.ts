import { describe, expect, it } from 'vitest';
import { elasticsearchAccounts } from '../../../../cli/import/elasticsearch-verdicts.ts';

const accountsOf = (text: string) => elasticsearchAccounts('elasticsearch.yml', text);

describe('elasticsearchAccounts', () => {
  it('reads dots and nesting alike, each with its line', () => {
    const text =
      '# c\ncluster.name: a\nxpack:\n  security.enabled: true\n  security:\n    http.ssl: {}\n';

    expect(accountsOf(text).map(({ line, key }) => [line, key])).toEqual([
      [2, 'cluster.name'],
      [4, 'xpack.security.enabled'],
      [6, 'xpack.security.http.ssl'],
    ]);
  });

  it.each([
    ['cluster.name: a', 'translated'],
    ['node.master: true', 'not needed'],
    ['path.data: /x', 'not needed'],
    ['path.repo: /x', 'open'],
    ['http.port: 9200', 'not needed'],
    ['http.max_content_length: 200mb', 'not needed'],
    ['http.cors.enabled: true', 'open'],
    ['discovery.zen.ping.unicast.hosts: [a]', 'not needed'],
    ['indices.query.bool.max_clause_count: 4096', 'open'],
    ['action.auto_create_index: false', 'open'],
    ['xpack.security.enabled: true', 'translated'],
    ['xpack.security.authc.realms.native.native1.order: 0', 'open'],
    ['xpack.monitoring.enabled: true', 'not needed'],
    ['index.number_of_shards: 5', 'open'],
    ['made.up: 1', 'open'],
  ])('says of %s: %s', (line, fate) => {
    expect(accountsOf(line).map((account) => account.fate)).toEqual([fate]);
  });

  it('says where a file is no YAML', () => {
    expect(accountsOf('a: 1\nb: [1')).toMatchObject([
      { fate: 'open', note: expect.stringContaining('no YAML') },
    ]);
  });

  it('has nothing to say of a file without settings', () => {
    expect(accountsOf('# nothing\n')).toEqual([]);
  });
});
