import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { io, type Socket } from 'socket.io-client';
import { createLiveClient, type LiveSocket } from '@guildhall/client';
import { liveNamespace, type OrgGraph } from '@guildhall/contracts';
import { createGraphFold } from '@guildhall/org-graph';
import { Installation, until } from '@guildhall/testing';
import { launch, operatorPage } from './harness/browser.ts';

const changes = 200;

describe('two people at two screens', () => {
  let installation: Installation;
  let browser: Browser;
  let pages: (Page & { problems: string[] })[];
  let id: string;

  before(async () => {
    installation = await Installation.started();
    id = (await installation.request<{ id: string }>('POST', '/workspaces', { name: 'Shared', external: true })).body.id;
    browser = await launch();
    pages = [await operatorPage(browser, installation.loginLink), await operatorPage(browser, installation.loginLink)];
    for (const page of pages) await page.getByTestId(`node-${id}`).waitFor();
  });
  after(async () => {
    await browser?.close();
    await installation?.remove();
  });

  it('see a change of one on the screen of the other', async () => {
    const times: number[] = [];
    for (let index = 0; index < changes; index += 1) {
      const name = `Shared ${index}`;
      const seen = pages[1]?.evaluate(
        ({ testId, text }) =>
          new Promise<number>((resolve) => {
            const look = (): void => {
              if (document.querySelector(`[data-testid="${testId}"]`)?.textContent?.includes(text)) resolve(performance.timeOrigin + performance.now());
              else requestAnimationFrame(look);
            };
            look();
          }),
        { testId: `node-${id}`, text: name },
      );
      const start = await pages[0]?.evaluate(
        async ({ path, body }) => {
          const asked = performance.timeOrigin + performance.now();
          await fetch(path, { method: 'PATCH', headers: { 'content-type': 'application/json' }, body });
          return asked;
        },
        { path: `/workspaces/${id}`, body: JSON.stringify({ name }) },
      );
      times.push(((await seen) ?? Number.NaN) - (start ?? Number.NaN));
    }
    times.sort((a, b) => a - b);
    console.log(`a change is on the other screen after (ms): median ${times[changes / 2]?.toFixed(1)}, p95 ${times[Math.floor(changes * 0.95)]?.toFixed(1)}, longest ${times.at(-1)?.toFixed(1)}`);
    assert.equal(times.length, changes);
    assert.ok(times.every(Number.isFinite));
  });

  it('are equal to the server after 20 disconnects during 1 000 events', async () => {
    const graphs = [new Mirror(installation), new Mirror(installation)];
    for (const graph of graphs) await graph.started();
    let written = 0;
    const writers = Array.from({ length: 8 }, async (_, lane) => {
      for (let index = 0; index < 125; index += 1) {
        await installation.request('PATCH', `/workspaces/${id}`, { role: `lane ${lane} ${index}` });
        written += 1;
      }
    });
    const cuts = (async () => {
      for (let cut = 1; cut <= 20; cut += 1) {
        await until(`${cut * 40} writes`, () => written >= cut * 40 || written === 1_000, { everyMs: 1 });
        for (const graph of graphs) graph.cut();
      }
    })();
    await Promise.all([...writers, cuts]);
    const { body } = await installation.request<{ position: string; graph: OrgGraph }>('GET', '/history/state');
    for (const graph of graphs) {
      await until('the mirror to be at the head', () => graph.position >= body.position);
      assert.deepEqual(graph.graph(), body.graph);
      assert.deepEqual(graph.gaps, []);
    }
    for (const graph of graphs) graph.close();
  });

  it('met no error on the way', () => {
    assert.deepEqual(pages.flatMap(({ problems }) => problems), []);
  });
});

/** A second client that folds what it is sent, and notices every gap and repeat in the ordinals. */
class Mirror {
  readonly gaps: string[] = [];
  position = '';
  private ordinal = -1;
  private fold = createGraphFold('default');
  private readonly socket: Socket;
  private readonly client;

  constructor(installation: Installation) {
    this.socket = io(`${installation.url}${liveNamespace}`, { auth: { token: installation.adminToken }, transports: ['websocket'], reconnectionDelay: 10 });
    this.client = createLiveClient({ baseUrl: installation.url, socket: this.socket as unknown as LiveSocket });
    this.client.subscribe(
      { kind: 'organisation' },
      {
        snapshot: (frame) => {
          if (frame.graph !== null) this.fold = createGraphFold('default', frame.graph);
          this.at(frame.position, frame.ordinal);
        },
        events: (frame) => {
          for (const item of frame.items) {
            if (item.ordinal !== this.ordinal + 1) this.gaps.push(`${this.ordinal} then ${item.ordinal}`);
            this.fold.apply(item);
            this.ordinal = item.ordinal;
          }
          this.at(frame.to, frame.ordinal);
        },
      },
    );
  }

  started(): Promise<unknown> {
    return until('the mirror to have a snapshot', () => this.position !== '');
  }

  graph(): OrgGraph {
    return this.fold.toGraph();
  }

  cut(): void {
    this.socket.io.engine.close();
  }

  close(): void {
    this.client.close();
  }

  private at(position: string, ordinal: number): void {
    this.position = position;
    this.ordinal = ordinal;
  }
}
