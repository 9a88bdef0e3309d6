import { inject, InjectionToken } from '@angular/core';
import { createHttpClient, createLiveClient, type HttpClient, type LiveClient } from '@guildhall/client';
import { pageSecret } from './page-secret.js';

/** The platform that served this page. */
export const PLATFORM = new InjectionToken<HttpClient>('platform', {
  providedIn: 'root',
  factory: () => createHttpClient({ baseUrl: '', page: pageSecret }),
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
    return () => createLiveClient({ baseUrl: '', page: pageSecret, headOrdinal });
  },
});
