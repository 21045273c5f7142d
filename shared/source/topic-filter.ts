/**
 * Whether a topic name matches a topic filter: `+` is one level [MQTT-4.7.1-3], `#` this level and
 * all below [MQTT-4.7.1-2], and neither matches a first level that begins with `$` [MQTT-4.7.2-1].
 */
export const matchesFilter = (filter: string, topic: string): boolean => {
  const levels = topic.split('/');
  const wanted = filter.split('/');
  if (topic.startsWith('$') && !wanted[0]?.startsWith('$')) return false;
  const deep = wanted.at(-1) === '#';
  const fixed = deep ? wanted.slice(0, -1) : wanted;
  const enough = deep ? levels.length >= fixed.length : levels.length === fixed.length;
  return enough && fixed.every((level, i) => level === '+' || level === levels[i]);
};
