import { describe, expect, it } from 'vitest';
import { prepareDomain } from '../../../infra/permissions.ts';
import { resolve } from '../../support/template.ts';

const DOMAIN = 'arn:aws:es:eu-west-1:111122223333:domain/phones';

describe('prepareDomain', () => {
  it('lets the deploy give policies to the backing indices of a data stream, and to no others', () => {
    const retention = [{ id: 'id', pattern: 'logs-phones', isStream: true, days: 30 }];

    const statements = prepareDomain(DOMAIN, { templates: [], retention, roles: [] }, []);

    const posts = statements.find(({ actions }) => actions.includes('es:ESHttpPost'));
    expect(resolve(posts?.resources)).toEqual(
      ['add', 'change_policy', 'remove'].map(
        (action) => `${DOMAIN}/_plugins/_ism/${action}/.ds-logs-phones-*`,
      ),
    );
  });
});
