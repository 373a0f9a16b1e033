/** Kills a process that leads a group, and all processes of the group. */
export function killGroup(leader: number | undefined): void {
  try {
    if (leader !== undefined) process.kill(-leader, "SIGKILL");
  } catch {
    // Nobody is left in the group.
  }
}
