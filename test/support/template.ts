/** A value of a packaged template. */
export type Json = unknown;

export type Resource = {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, Json>>;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
};

export type Template = {
  readonly Resources: Readonly<Record<string, Resource>>;
};

/** The resources of one type, by logical id. */
export const ofType = ({ Resources }: Template, type: string): Readonly<Record<string, Resource>> =>
  Object.fromEntries(Object.entries(Resources).filter(([, { Type }]) => Type === type));

/**
 * A value as CloudFormation would see it, as far as that is known before a deploy: text functions are
 * carried out, a reference becomes `<Resource>` or `<Resource.Attribute>`.
 */
export const resolve = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(resolve);
  if (typeof value !== 'object' || value === null) return value;
  const [[name = '', argument] = []] = Object.entries(value);
  const evaluate = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (evaluate) return evaluate(resolve(argument));
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, resolve(member)]));
};

const FUNCTIONS: Readonly<Record<string, (argument: Json) => Json>> = {
  Ref: (name) => `<${name}>`,
  'Fn::GetAtt': (path) => `<${(path as string[]).join('.')}>`,
  'Fn::Sub': (text) => String(text).replace(/\$\{([^}]+)\}/g, '<$1>'),
  'Fn::Join': (argument) => {
    const [separator, parts] = argument as [string, string[]];
    return parts.join(separator);
  },
  'Fn::Split': (argument) => {
    const [separator, text] = argument as [string, string];
    return text.split(separator);
  },
  // What is a part of a reference is not known.
  'Fn::Select': (argument) => {
    const [index, list] = argument as [number, string[]];
    return list[index] ?? `<${list.join('')}[${index}]>`;
  },
};

/** What a role may do, as `action resource` lines. */
export const permissions = (role: Resource | undefined): readonly string[] => {
  const policies = resolve(role?.Properties['Policies']) as readonly Policy[];
  return policies
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .flatMap(({ Action, Resource: resources }) =>
      Action.flatMap((action) => resources.map((resource) => `${action} ${resource}`)),
    );
};

type Policy = {
  readonly PolicyDocument: {
    readonly Statement: readonly {
      readonly Action: readonly string[];
      readonly Resource: readonly string[];
    }[];
  };
};
