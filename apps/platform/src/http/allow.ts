import type { Permission } from '@guildhall/contracts';
import { SetMetadata } from '@nestjs/common';

export const allowKey = 'guildhall:allow';

/** The permission that a route or socket message needs. A route without it is refused and fails a test. */
export const Allow = (permission: Permission) => SetMetadata(allowKey, permission);
