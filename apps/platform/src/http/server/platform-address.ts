import { Injectable } from '@nestjs/common';

/** Where this platform is reached; known when it listens. */
@Injectable()
export class PlatformAddress {
  private current = { url: '', port: 0 };

  get url(): string {
    return this.current.url;
  }

  /** That this process listens on; another one than that of `url` behind a proxy. */
  get port(): number {
    return this.current.port;
  }

  set(url: string, port: number): void {
    this.current = { url, port };
  }
}
