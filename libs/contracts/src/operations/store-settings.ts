import { IsIn, Matches, ValidateIf } from 'class-validator';

const isServer = ({ store }: StoreSettings): boolean => store === 'server';

/** The stores that platforms and projectors work on: both need the same settings. */
export class StoreSettings {
  /** `embedded`: files in the data directory, one of each. `server`: EventStoreDB and MongoDB, any number of them. */
  @IsIn(['embedded', 'server'])
  store: 'embedded' | 'server' = 'embedded';

  /** Connection string of EventStoreDB (`esdb://…`); only with `server`. */
  @ValidateIf(isServer)
  @Matches(/^(esdb|kurrentdb)(\+discover)?:\/\/\S+$/, {
    message: 'must be an esdb:// address when GUILDHALL_STORE is server',
  })
  eventStoreUrl?: string;

  /** Connection string of MongoDB (`mongodb://…`); only with `server`. */
  @ValidateIf(isServer)
  @Matches(/^mongodb(\+srv)?:\/\/\S+$/, { message: 'must be a mongodb:// address when GUILDHALL_STORE is server' })
  mongoUrl?: string;

  /** Database of MongoDB that holds views, leases, blobs and wrapped keys. */
  @Matches(/^[\w-]{1,47}$/, { message: 'must be 1 to 47 letters, digits, - or _' })
  mongoDatabase = 'guildhall';
}

/** The variables of the environment that carry them. */
export const storeSettingNames = {
  store: 'GUILDHALL_STORE',
  eventStoreUrl: 'EVENTSTORE_URL',
  mongoUrl: 'MONGODB_URL',
  mongoDatabase: 'MONGODB_DATABASE',
} as const satisfies Record<keyof StoreSettings, string>;
