type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/**
 * A copy of a schema whose objects allow described members only. An object that specifies further members
 * itself stays unchanged; the parts of an `allOf` are closed together, around it.
 */
export const closed = (schema: Json, isPart = false): Json => {
  if (Array.isArray(schema)) return schema.map((item) => closed(item, isPart));
  if (schema === null || typeof schema !== 'object') return schema;
  const copy: { [name: string]: Json } = {};
  for (const [keyword, value] of Object.entries(schema))
    copy[keyword] = keyword === 'properties' ? closedMembers(value) : closed(value, keyword === 'allOf');
  if (isPart || 'additionalProperties' in schema || 'unevaluatedProperties' in schema) return copy;
  if ('allOf' in schema) return { ...copy, unevaluatedProperties: false };
  return 'properties' in schema ? { ...copy, additionalProperties: false } : copy;
};

/** A member may have the name of a keyword, so its name is not looked at. */
const closedMembers = (members: Json | undefined): Json =>
  members === null || typeof members !== 'object' || Array.isArray(members)
    ? {}
    : Object.fromEntries(Object.entries(members).map(([name, schema]) => [name, closed(schema)]));
