import { describe, expect, it } from 'vitest';
import { createTally } from '../../../local/tally.ts';
import { aDocument } from '../../support/records.ts';

const PAYLOAD = Buffer.from('{}');
const BASE64 = PAYLOAD.toString('base64');
const READ = { connector: 'sink', topic: 't', partition: 0, offset: 1 };
const DOCUMENT = aDocument({ body: PAYLOAD });

describe('createTally', () => {
  it("follows a phone's message to its document", () => {
    const tally = createTally();
    tally.published(PAYLOAD, 1, 1);
    tally.fired('m', BASE64);
    tally.acknowledged('m');
    tally.settled(READ, 'm', [DOCUMENT]);
    for (const [name] of tally.pending()) tally.indexed(name);

    const all = { published: 1, produced: 1, indexed: 1, errant: 0, unread: 0 };
    expect([tally.phones(), tally.all(), tally.pending()]).toEqual([all, all, []]);
  });

  it("counts what others publish apart from the phones' messages", () => {
    const tally = createTally();
    tally.fired('other', BASE64);
    tally.acknowledged('other');

    expect(tally.phones()).toEqual({ published: 0, produced: 0, indexed: 0, errant: 0, unread: 0 });
    expect(tally.all()).toEqual({ published: 1, produced: 1, indexed: 0, errant: 0, unread: 0 });
  });

  it('calls a message produced and indexed when all of its rules and sinks are through', () => {
    const tally = createTally();
    tally.published(PAYLOAD, 2, 2);
    tally.fired('a', BASE64);
    tally.fired('b', BASE64);
    tally.acknowledged('a');
    tally.settled(READ, 'a', [DOCUMENT]);
    for (const [name] of tally.pending()) tally.indexed(name);
    const half = { ...tally.phones() };
    tally.acknowledged('b');
    tally.settled({ ...READ, offset: 2 }, 'b', [DOCUMENT]);
    for (const [name] of tally.pending()) tally.indexed(name);

    expect(half).toMatchObject({ produced: 0, indexed: 0 });
    expect(tally.phones()).toMatchObject({ produced: 1, indexed: 1 });
  });

  it('counts a message whose topic no sink reads as through when Kafka has it', () => {
    const tally = createTally();
    tally.published(PAYLOAD, 1, 0);
    tally.fired('m', BASE64);
    tally.acknowledged('m');

    expect(tally.phones()).toMatchObject({ produced: 1, indexed: 0, unread: 1 });
  });

  it('waits for no document of an errant record', () => {
    const tally = createTally();
    tally.published(PAYLOAD, 1, 1);
    tally.fired('m', BASE64);
    tally.settled(READ, 'm', [DOCUMENT]);
    tally.errant('m', READ);

    expect(tally.pending()).toEqual([]);
    expect(tally.phones()).toMatchObject({ indexed: 0, errant: 1 });
  });
});
