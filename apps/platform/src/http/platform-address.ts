import { Injectable } from '@nestjs/common';

/** Where this platform is reached; known when it listens. */
@Injectable()
export class PlatformAddress {
  private current = '';

  get url(): string {
    return this.current;
  }

  set(url: string): void {
    this.current = url;
  }
}
