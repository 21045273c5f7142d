/** The text of a document's `_source` as OpenSearch keeps it, or nothing where there is no document. */
export const sourceText = async (
  node: string,
  index: string,
  id: string,
): Promise<string | undefined> => {
  const answer = await fetch(`${node}/${index}/_source/${encodeURIComponent(id)}`);
  return answer.status === 404 ? undefined : answer.text();
};

/** Every document of an index by its id, `_source` as text; at most 10,000. */
export const allSources = async (
  node: string,
  index: string,
): Promise<ReadonlyMap<string, string>> => {
  await fetch(`${node}/${index}/_refresh`, { method: 'POST' });
  const answer = await fetch(`${node}/${index}/_search?size=10000&_source=false`);
  const { hits } = (await answer.json()) as { hits: { hits: readonly { _id: string }[] } };
  const sources = new Map<string, string>();
  for (const { _id } of hits.hits) sources.set(_id, (await sourceText(node, index, _id)) ?? '');
  return sources;
};
