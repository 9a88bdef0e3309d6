/** One timer for each workspace: a newer one takes the place of the one before. */
export class WorkspaceTimers {
  private readonly timers = new Map<string, NodeJS.Timeout>();

  set(workspaceId: string, ms: number, act: () => void): void {
    clearTimeout(this.timers.get(workspaceId));
    const timer = setTimeout(() => {
      this.timers.delete(workspaceId);
      act();
    }, ms);
    this.timers.set(workspaceId, timer);
  }

  clear(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }
}
