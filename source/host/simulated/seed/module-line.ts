/** One line of /proc/modules. */
export const moduleLine = (name: string): string => `${name} 32768 1 - Live 0x0000000000000000\n`;
