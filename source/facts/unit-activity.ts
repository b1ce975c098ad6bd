/**
 * The words of systemd's `ActiveState` in which the service runs: `reloading` too, and from systemd 257 on `refreshing`,
 * while it brings new credentials or extensions to a running service.
 */
export const isUp = (activeState: string): boolean => ['active', 'reloading', 'refreshing'].includes(activeState);
