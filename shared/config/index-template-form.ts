/** In a folder of its own, since every JSON file beside the connectors is one of them. */
const BELOW_A_FOLDER = /^\.(?:\/(?!\.\.?\/)[^/\\]+){2,}\.json$/;

/** Completes "expected …". */
export const TEMPLATE_FORM =
  'a JSON file in a folder beside the connector files, as ./templates/name.json';

/** Whether a value of `connectless.index.template` names such a file. */
export const isTemplateName = (name: string): boolean => BELOW_A_FOLDER.test(name);
