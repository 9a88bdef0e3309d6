/** The event types of a table `event type → status` that lead to one of the statuses. */
export type TypesLeadingTo<Table, Status> = {
  [Type in keyof Table]: Table[Type] extends Status ? Type : never;
}[keyof Table];

/** The same types at run time, in the order of the table. */
export const typesLeadingTo = <Table extends object, const Status extends Table[keyof Table]>(
  table: Table,
  statuses: readonly Status[],
): TypesLeadingTo<Table, Status>[] =>
  (Object.keys(table) as (keyof Table)[]).filter((type) =>
    statuses.some((status) => status === table[type]),
  ) as TypesLeadingTo<Table, Status>[];
