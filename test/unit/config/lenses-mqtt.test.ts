import { describe, expect, it } from 'vitest';
import { connectorOf, errorsOf, sourceFile, warningsOf } from '../../support/connectors.ts';

const KCQL = 'connect.mqtt.kcql';
const OLD = 'com.datamountaineer.streamreactor.connect.mqtt.source.MqttSourceConnector';
const withKcql = (kcql: string, over = {}) => sourceFile({ [KCQL]: kcql, ...over });
const statementsOf = (kcql: string) => connectorOf(withKcql(kcql));

describe('the Lenses MQTT source', () => {
  it.each([
    { what: 'its new class', over: {} },
    { what: 'its old class', over: { 'connector.class': OLD } },
  ])('is known by $what', ({ over }) => {
    expect(connectorOf(sourceFile(over)).kind).toBe('source');
  });

  it.each(['MqttSourceConnector', 'MqttSource'])(
    'is not known by %s, which is Confluent’s, too',
    (name) => {
      expect(errorsOf(sourceFile({ 'connector.class': name }))).toMatchObject([
        { key: 'connector.class', found: name },
      ]);
    },
  );

  it.each([
    { kcql: 'INSERT INTO t SELECT * FROM /a/b', filter: '/a/b' },
    { kcql: 'INSERT INTO t SELECT * FROM `/a/+/b/#`', filter: '/a/+/b/#' },
    { kcql: 'INSERT INTO t SELECT * FROM `$share/group/a/+`', filter: 'a/+' },
    { kcql: 'INSERT INTO t SELECT * FROM `$SYS/#`', filter: '$SYS/#' },
    { kcql: 'UPSERT INTO t SELECT * FROM a', filter: 'a' },
  ])('takes the filter of $kcql', ({ kcql, filter }) => {
    expect(statementsOf(kcql)).toMatchObject({ statements: [{ filter, target: 't' }] });
  });

  it.each(['$', 'prefix_$'])(
    'takes the target %s, and the expression beside the filter',
    (target) => {
      const kcql = `INSERT INTO \`${target}\` SELECT * FROM \`a/#\` WITHREGEX=\`a/[0-9]+\``;

      expect(statementsOf(kcql)).toMatchObject({
        statements: [{ filter: 'a/#', target, regex: 'a/[0-9]+' }],
      });
    },
  );

  it('takes keys by device instead of the converters’, and warns of both', () => {
    const file = sourceFile({ 'connectless.kafka.key': 'client-id' });
    const kcql =
      'INSERT INTO t SELECT * FROM a WITHCONVERTER=`io.lenses.streamreactor.connect.converters.source.JsonSimpleConverter` WITHKEY(id)';

    expect(connectorOf(file)).toMatchObject({ statements: [{ key: 'client-id' }] });
    expect(connectorOf(sourceFile())).toMatchObject({ statements: [{ filter: 'phone/data' }] });
    expect(connectorOf({ ...file, [KCQL]: kcql })).toMatchObject({
      statements: [expect.not.objectContaining({ withKey: ['id'] })],
    });
    expect(warningsOf({ ...file, [KCQL]: kcql })).toContainEqual(
      expect.objectContaining({
        key: 'connectless.kafka.key',
        expected: 'WITHKEY or this, not both',
      }),
    );
  });

  it('names the user properties that become headers', () => {
    expect(
      connectorOf(sourceFile({ 'connectless.mqtt.user.properties': 'fleet, site' })),
    ).toMatchObject({ userProperties: ['fleet', 'site'] });
    expect(connectorOf(sourceFile())).toMatchObject({ userProperties: [] });
  });

  it('takes Lenses’ converters, with the keys that they read', () => {
    const prefix = 'com.datamountaineer.streamreactor.connect.converters.source.';
    const kcql = `INSERT INTO a SELECT * FROM b WITHCONVERTER=\`${prefix}JsonSimpleConverter\` WITHKEY(id, \`x.y\`) KEYDELIMITER='-';
      INSERT INTO a SELECT * FROM c WITHCONVERTER=\`io.lenses.streamreactor.connect.converters.source.BytesConverter\``;

    expect(statementsOf(kcql)).toMatchObject({
      statements: [
        {
          filter: 'b',
          target: 'a',
          converter: 'JsonSimpleConverter',
          withKey: ['id', 'x.y'],
          keyDelimiter: '-',
        },
        { filter: 'c', target: 'a' },
      ],
    });
  });

  it('reads the spellings of 2017', () => {
    const { 'connect.mqtt.kcql': _, ...rest } = sourceFile({
      'connector.class': OLD,
      'connect.mqtt.source.kcql': 'INSERT INTO t SELECT * FROM a',
      'connect.mqtt.connection.clean': 'true',
      'connect.mqtt.connection.timeout': '1000',
      'connect.mqtt.connection.keep.alive': '1000',
      'connect.mqtt.connection.ssl.ca.cert': '/ca.pem',
      'connect.mqtt.connection.ssl.cert': '/cert.pem',
      'connect.mqtt.connection.ssl.key': '/key.pem',
      'connect.mqtt.user': 'me',
      'connect.mqtt.password': 'geheim',
      'connect.mqtt.client.id': 'dm_source_id',
      'connect.mqtt.hosts': 'tcp://mqtt:1883',
      'connect.mqtt.service.quality': '1',
      'errors.tolerance': 'all',
      'errors.deadletterqueue.topic.name': 'letters',
    });

    expect(connectorOf(rest)).toMatchObject({ statements: [{ filter: 'a', target: 't' }] });
    expect(warningsOf(rest)).toEqual([]);
  });

  it('says under which spelling something is wrong, and warns of both beside each other', () => {
    const { 'connect.mqtt.kcql': kcql, ...rest } = sourceFile();
    const both = { ...rest, 'connect.mqtt.source.kcql': 'INSERT', [KCQL]: kcql };

    expect(errorsOf({ ...rest, 'connect.mqtt.source.kcql': 'INSERT' })).toMatchObject([
      { key: 'connect.mqtt.source.kcql', line: 3 },
    ]);
    expect(warningsOf(both)).toContainEqual(
      expect.objectContaining({ key: 'connect.mqtt.source.kcql', line: 3 }),
    );
  });

  // Fact sheet 1.8: what upstream's own settings refuse.
  it.each([
    { over: { [KCQL]: '' }, key: KCQL },
    { over: { 'connect.mqtt.service.quality': '-1' }, key: 'connect.mqtt.service.quality' },
    { over: { 'connect.mqtt.service.quality': '3' }, key: 'connect.mqtt.service.quality' },
    { over: { 'connect.mqtt.clean': 'yes' }, key: 'connect.mqtt.clean' },
    { over: { 'connect.mqtt.timeout': '1s' }, key: 'connect.mqtt.timeout' },
    { over: { 'connect.converter.avro.schemas': 'a=b' }, key: 'connect.converter.avro.schemas' },
    { over: { 'connect.mqtt.converters': '/a=X' }, key: 'connect.mqtt.converters' },
    { over: { 'connect.mqtt.source.converters': '/a=X' }, key: 'connect.mqtt.source.converters' },
    { over: { 'connectless.kafka.key': 'device' }, key: 'connectless.kafka.key' },
    ...["it's", 'a,,b', 'message-id', '__connect.errors.topic'].map((names) => ({
      over: { 'connectless.mqtt.user.properties': names },
      key: 'connectless.mqtt.user.properties',
    })),
  ])('refuses $over', ({ over, key }) => {
    expect(errorsOf(sourceFile(over))).toMatchObject([{ key }]);
  });

  it.each([
    { kcql: 'SELECT * FROM a', found: 'a statement without INSERT INTO' },
    { kcql: 'INSERT INTO `pre fix_$` SELECT * FROM a', found: 'pre fix_$' },
    { kcql: 'INSERT INTO t SELECT * FROM a WITHREGEX=`a(`', found: 'WITHREGEX=`a(`' },
    { kcql: 'INSERT INTO t SELECT * FROM a WITHREGEX=`a++`', found: 'WITHREGEX=`a++`' },
    { kcql: 'INSERT INTO `a/b` SELECT * FROM a', found: 'a/b' },
    { kcql: 'INSERT INTO t SELECT * FROM `a/#/b`', found: 'a/#/b' },
    { kcql: 'INSERT INTO t SELECT * FROM `a#`', found: 'a#' },
    { kcql: 'INSERT INTO t SELECT * FROM `a+/b`', found: 'a+/b' },
    { kcql: "INSERT INTO t SELECT * FROM `a'b`", found: "a'b" },
    {
      kcql: 'INSERT INTO t SELECT * FROM a WITHCONVERTER=`org.apache.kafka.connect.json.JsonConverter`',
      found: 'WITHCONVERTER=`org.apache.kafka.connect.json.JsonConverter`',
    },
  ])('refuses $kcql', ({ kcql, found }) => {
    expect(errorsOf(withKcql(kcql))).toMatchObject([{ key: KCQL, found }]);
  });

  it('suggests the class of a converter', () => {
    const kcql = 'INSERT INTO t SELECT * FROM a WITHCONVERTER=`JsonSimpleConverter`';

    expect(errorsOf(withKcql(kcql))[0]?.suggestion).toBe(
      '`io.lenses.streamreactor.connect.converters.source.JsonSimpleConverter`',
    );
  });

  it.each([
    {
      kcql: 'UPSERT INTO t SELECT * FROM a',
      found: 'UPSERT INTO, which a source reads as INSERT INTO',
    },
    { kcql: 'INSERT INTO t SELECT x FROM a', found: 'a choice of fields, which a source ignores' },
    {
      kcql: 'INSERT INTO t SELECT * FROM a WITHKEY(x)',
      found: 'WITHKEY, which BytesConverter ignores',
    },
    { kcql: 'INSERT INTO t SELECT * FROM a WITHTYPE TOPIC', found: 'WITHTYPE' },
    { kcql: 'INSERT INTO t SELECT * FROM a WITHTARGET=x', found: 'WITHTARGET' },
    { kcql: 'INSERT INTO t SELECT * FROM a BATCH=5', found: 'BATCH' },
    { kcql: 'INSERT INTO t SELECT * FROM a PARTITIONBY x', found: 'PARTITIONBY' },
    { kcql: 'INSERT INTO t SELECT * FROM a PROPERTIES(x=1)', found: 'PROPERTIES' },
    { kcql: 'INSERT INTO t SELECT * FROM a IGNORE x', found: 'IGNORE' },
    {
      kcql: 'INSERT INTO t SELECT * FROM a; INSERT INTO u SELECT * FROM a',
      found: '2 statements FROM a, of which Lenses runs the last and we run all',
    },
  ])('warns of $kcql', ({ kcql, found }) => {
    expect(warningsOf(withKcql(kcql))).toContainEqual(
      expect.objectContaining({ key: KCQL, found }),
    );
    expect(errorsOf(withKcql(kcql))).toEqual([]);
  });
});
