import { inject, Injectable } from '@angular/core';
import { ApiError } from '@guildhall/client';
import type { RestartBody } from '@guildhall/contracts';
import { CommandsStore } from '../commands/commands.store.js';
import { OrgGraphStore } from '../org-graph/org-graph.store.js';
import { NoticesStore } from '../notices/notices.store.js';
import { PLATFORM } from '../platform/platform.js';
import { DialogsStore } from '../dialogs/dialogs.store.js';

/** Lifecycle commands of agents. */
@Injectable({ providedIn: 'root' })
export class ProvisioningStore {
  private readonly platform = inject(PLATFORM);
  private readonly graph = inject(OrgGraphStore);
  private readonly commands = inject(CommandsStore);
  private readonly notices = inject(NoticesStore);
  private readonly dialogs = inject(DialogsStore);

  restart(id: string, body: RestartBody = {}): Promise<boolean> {
    const tried = this.graph.live(id)?.status === 'hibernated' ? 'Waking' : 'Restarting';
    return this.asked(id, tried, async () => {
      await this.platform.provisioning.restart({ id, body });
      return `${tried} ${this.nameOf(id)}.`;
    });
  }

  pause(id: string): Promise<boolean> {
    return this.asked(id, 'Pausing', async () => {
      const { paused_count: count } = (await this.platform.provisioning.pause({ id })).body;
      const rest = count === 1 ? '' : ` and ${count - 1} more`;
      return { text: `Paused ${this.nameOf(id)}${rest}.`, undo: () => this.resumed(id) };
    });
  }

  resume(id: string): Promise<boolean> {
    return this.asked(id, 'Resuming', async () => {
      const count = await this.resumed(id);
      return `Resuming ${this.nameOf(id)}${count === 1 ? '' : ` and ${count - 1} more`}.`;
    });
  }

  /** Hibernates an agent; asks for a confirmation when it is working. */
  async hibernate(id: string): Promise<void> {
    const sleep = (force: boolean) => (): Promise<string> =>
      this.platform.provisioning.hibernate({ id, query: { force } }).then(() => `${this.nameOf(id)} is hibernating.`);
    const isBusy = (problem: unknown): boolean => problem instanceof ApiError && problem.code === 'WORKSPACE_BUSY';
    await this.asked(id, 'Hibernating', sleep(false), (problem) => {
      if (!isBusy(problem)) return false;
      this.dialogs.open({
        kind: 'confirm',
        heading: `${this.nameOf(id)} is working`,
        text: 'Hibernating stops the agent in the middle of its task. It receives the message again when it wakes.',
        verb: 'Hibernate anyway',
        isDanger: true,
        act: () => void this.asked(id, 'Hibernating', sleep(true)),
      });
      return true;
    });
  }

  reset(id: string): void {
    this.dialogs.open({
      kind: 'confirm',
      heading: `Reset the session of ${this.nameOf(id)}?`,
      text: 'The agent restarts with an empty home folder: its sessions, caches and notes are deleted. Its files in /workspace and /configs stay.',
      verb: 'Reset and restart',
      isDanger: true,
      act: () => void this.restart(id, { reset: true }),
    });
  }

  stopAll(): void {
    const running = this.graph.present().filter(({ status }) => status !== 'paused' && status !== 'removed').length;
    this.dialogs.open({
      kind: 'confirm',
      heading: 'Stop all agents?',
      text: `This stops every agent that Guildhall runs. Workspaces that are not paused: ${running}. Messages wait until you restart or resume the agents.`,
      verb: 'Stop all agents',
      isDanger: true,
      act: () => void this.stopped(),
    });
  }

  private async stopped(): Promise<void> {
    try {
      const { stopped } = (await this.platform.provisioning.stopAll()).body;
      this.notices.say(`Stopped ${stopped} ${stopped === 1 ? 'agent' : 'agents'}.`);
    } catch (problem) {
      this.notices.fail('The agents were not stopped.', problem);
    }
  }

  private async resumed(id: string): Promise<number> {
    return (await this.platform.provisioning.resume({ id })).body.resumed_count;
  }

  /** Sends a command with the workspace marked as busy, and reports the result. `isHandled`: takes over a refusal. */
  private async asked(
    id: string,
    tried: string,
    act: () => Promise<string | { text: string; undo: () => Promise<unknown> }>,
    isHandled: (problem: unknown) => boolean = () => false,
  ): Promise<boolean> {
    this.commands.clearRefusal();
    try {
      const done = await this.commands.during(id, act);
      if (typeof done === 'string') this.notices.say(done);
      else this.notices.say(done.text, async () => void (await done.undo()));
      return true;
    } catch (problem) {
      if (!isHandled(problem)) this.commands.refuse({ id, tried, problem });
      return false;
    }
  }

  private nameOf(id: string): string {
    return this.graph.live(id)?.name ?? 'workspace';
  }
}
