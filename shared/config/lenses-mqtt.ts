import { createJavaRegex } from '../connect/java-regex.ts';
import { nearMiss } from '../connect/near-miss.ts';
import { RefusedError } from '../connect/refused.ts';
import type { KcqlStatement } from '../kcql/statement.ts';
import type { SourceConverter, SourceStatement } from './connector.ts';
import { type KcqlRules, readKcql } from './kcql-statements.ts';
import type { LENSES_MQTT_KEYS } from './keys/lenses-mqtt.ts';
import type { Reading } from './read-rows.ts';
import type { Report } from './report.ts';
import { checkFilter, checkTopic, withoutShare } from './topic-names.ts';

const KCQL = 'connect.mqtt.kcql';

const usesBytes = ({ converter }: KcqlStatement): boolean =>
  converter === undefined || simpleName(converter) === 'BytesConverter';

const RULES: KcqlRules = {
  leg: 'source',
  refusals: [
    {
      what: 'a statement without INSERT INTO',
      asked: ({ kind }) => kind === 'select',
      expected: 'INSERT INTO a Kafka topic',
    },
  ],
  surprises: [
    {
      asked: ({ kind }) => kind === 'upsert',
      found: () => 'UPSERT INTO, which a source reads as INSERT INTO',
      expected: 'INSERT INTO',
    },
    {
      asked: ({ columns }) => columns.length !== 1 || columns[0]?.path.join('.') !== '*',
      found: () => 'a choice of fields, which a source ignores',
      expected: 'SELECT *, and a transform (ReplaceField) for a choice',
    },
    {
      asked: (statement) => statement.withKey !== undefined && usesBytes(statement),
      found: () => 'WITHKEY, which BytesConverter ignores',
      expected: 'a converter that reads JSON, or no WITHKEY',
    },
  ],
};

/** Maps the Lenses MQTT source's keys onto our statements. */
export const readLensesMqtt = ({
  values,
  report,
}: Reading<typeof LENSES_MQTT_KEYS>): readonly SourceStatement[] => {
  const statements = readKcql(KCQL, values[KCQL], RULES, report);
  warnOfTwins(statements, report);
  return statements.map((statement) => readStatement(statement, report));
};

const readStatement = (statement: KcqlStatement, report: Report): SourceStatement => {
  const { target = '', source, withKey, keyDelimiter } = statement;
  const filter = withoutShare(source);
  checkFilter(KCQL, filter, report);
  if (statement.kind !== 'select') checkTarget(target, report);
  const regex = readRegex(statement, report);
  const converter = readConverter(statement, report);
  return {
    filter,
    target,
    ...(regex !== undefined && { regex }),
    ...(converter !== undefined && {
      converter,
      ...(withKey && { withKey }),
      ...(keyDelimiter !== undefined && { keyDelimiter }),
    }),
  };
};

/** The rest of a target is checked as if every MQTT topic were a legal name. */
const checkTarget = (target: string, report: Report): void =>
  checkTopic(KCQL, target, report, target.replaceAll('$', 'x'));

const readRegex = ({ regex }: KcqlStatement, report: Report): string | undefined => {
  if (regex === undefined) return undefined;
  try {
    createJavaRegex(regex);
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    report.error(KCQL, { found: `WITHREGEX=\`${regex}\``, expected: error.message });
  }
  return regex;
};

/** Upstream keeps the last of several statements with one FROM. */
const warnOfTwins = (statements: readonly KcqlStatement[], report: Report): void => {
  for (const [source, same] of Map.groupBy(statements, ({ source }) => source))
    if (same.length > 1)
      report.warning(KCQL, {
        found: `${same.length} statements FROM ${source}, of which Lenses runs the last and we run all`,
        expected: 'one statement for each FROM',
      });
};

const PACKAGES = [
  'io.lenses.streamreactor.connect.converters.source.',
  'com.datamountaineer.streamreactor.connect.converters.source.',
];
const CONVERTERS: readonly SourceConverter[] = [
  'JsonSimpleConverter',
  'JsonOptNullConverter',
  'JsonConverterWithSchemaEvolution',
  'JsonPassThroughConverter',
];

const simpleName = (className: string): string => className.slice(className.lastIndexOf('.') + 1);

/** Lenses' converters, by their class in the old and the new package. */
const readConverter = (
  { converter: className }: KcqlStatement,
  report: Report,
): SourceConverter | undefined => {
  if (className === undefined) return undefined;
  const known = ['BytesConverter', ...CONVERTERS].flatMap((name) =>
    PACKAGES.map((prefix) => prefix + name),
  );
  if (!known.includes(className)) refuseConverter(className, known, report);
  return CONVERTERS.find((name) => name === simpleName(className));
};

const refuseConverter = (className: string, known: readonly string[], report: Report): void => {
  const same = known.find((name) => simpleName(name) === simpleName(className));
  const near = same ?? nearMiss(className, known);
  report.error(KCQL, {
    found: `WITHCONVERTER=\`${className}\``,
    expected: `a converter of Lenses: BytesConverter, ${CONVERTERS.join(', ')}`,
    ...(near !== undefined && { suggestion: `\`${near}\`` }),
  });
};
