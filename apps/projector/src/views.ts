import { feedView } from './activity/feed.projection.js';
import type { View } from './engine/view/view.js';
import { keyframesView } from './history/keyframes.projection.js';
import { tokensView } from './identity/tokens.projection.js';
import { chatView } from './messages/chat.projection.js';
import { organisationView } from './organisations/organisation.projection.js';
import { workspacesView } from './workspaces/workspaces.projection.js';

/** Every view of the product. */
export const views: readonly View[] = [workspacesView, keyframesView, feedView, chatView, organisationView, tokensView];
