import { describe, expect, it } from 'vitest';
import type { Account } from '../../../../cli/import/account.ts';
import { type Report, reportText } from '../../../../cli/import/report-text.ts';
import { plain } from '../../../../cli/text/paint.ts';

const account = (members: Partial<Account>): Account => ({
  file: 'mosquitto.conf',
  line: 1,
  key: 'user',
  fate: 'not needed',
  note: 'no machine',
  ...members,
});

const report: Report = {
  from: 'old',
  target: 'connectors',
  dryRun: false,
  accounts: [
    account({ file: 'a.json', key: 'topics', fate: 'kept', note: '' }),
    account({ file: 'a.json', key: 'tasks.max', line: 2, fate: 'translated', note: 'pollers' }),
    account({ key: 'acl_file', line: 7, fate: 'open', note: 'write policies' }),
    account({ key: 'acl_dir', line: 8, fate: 'open', note: 'write policies' }),
    account({ key: 'user' }),
    account({ key: 'pid_file', line: 2 }),
    account({ key: 'ciphers', line: 3, note: 'no TLS' }),
  ],
  written: ['a.json'],
  removed: ['shipped.json'],
  unchanged: [],
  unread: ['notes.txt'],
  faults: [],
  steps: ['deploy', 'stop'],
};

const page = { paint: plain, width: 80, verbose: false };

describe('reportText', () => {
  it('counts, groups by what is to be done, and ends with the steps', () => {
    expect(reportText(report, page)).toBe(`old → connectors
  keys and lines  kept  translated  not needed  open
  a.json             1           1           –     –
  mosquitto.conf     –           –           3     2

Open: for you to decide
  mosquitto.conf
    acl_file, acl_dir: write policies

Translated
  a.json
    tasks.max: pollers

Not needed any more (--verbose: key by key)
  mosquitto.conf  no machine (2); no TLS

Files
  written   connectors/a.json
  removed   connectors/shipped.json: as shipped
  not read  notes.txt
  checked   no faults

Cut-over
  1  deploy
  2  stop`);
  });

  it('has every line when it is to be verbose', () => {
    const text = reportText(report, { ...page, verbose: true });

    for (const { line, key, fate } of report.accounts)
      expect(text).toMatch(new RegExp(`\\n  ${line}  ${key} +${fate}`));
  });

  it('marks that reasons are left out, also where one has a semicolon', () => {
    const accounts = [
      account({ note: 'one reason; of two parts' }),
      account({ note: 'another reason, which is too long to stand beside the first on its line' }),
    ];

    const text = reportText({ ...report, accounts }, page);

    expect(text).toContain('mosquitto.conf  one reason; of two parts; …\n');
  });

  it('says that a dry run wrote nothing', () => {
    const text = reportText({ ...report, dryRun: true }, page);

    expect(text).toContain('nothing is written');
    expect(text).toContain('would write   connectors/a.json');
  });

  it('shows what is still wrong', () => {
    const faults = [
      { file: 'connectors/a.json', key: 'topics', severity: 'error', expected: 'a value' },
    ] as const;

    const text = reportText({ ...report, faults }, page);

    expect(text).toContain('1 error in 1 file');
    expect(text).toContain('error  topics: expected a value');
  });
});
