import { inject, InjectionToken } from '@angular/core';
import { createHttpClient, createLiveClient, type HttpClient, type LiveClient } from '@guildhall/client';

/** The platform that served this page. */
export const PLATFORM = new InjectionToken<HttpClient>('platform', {
  providedIn: 'root',
  factory: () => createHttpClient({ baseUrl: '' }),
});

/** Opens the live feed; a function, because the session must be known first. */
export const OPEN_LIVE = new InjectionToken<() => LiveClient>('open live feed', {
  providedIn: 'root',
  factory: () => {
    const platform = inject(PLATFORM);
    const headOrdinal = async (): Promise<number> => {
      const { last } = await platform.history.range({ query: { buckets: 1 } });
      return last?.ordinal ?? 0;
    };
    return () => createLiveClient({ baseUrl: '', headOrdinal });
  },
});
