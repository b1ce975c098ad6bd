import {command, type Command} from './command.js';

/** OpenRC (Alpine): k0s writes `/etc/init.d/k0scontroller` there, run by supervise-daemon (k0s 1.34, openrc 0.45). */

/** A line `* status: started` (exit 0), stopped (3), crashed (32), unsupervised (64); without a script of that name exit 1. */
export const serviceState = (name: string): Command => command(['rc-service', name, 'status'], 'openrc-state');
/** What supervise-daemon notes of a service that it started, `FILE:VALUE` a line: child_pid, start_count, start_time. */
export const supervised = (name: string): Command =>
	command(['grep', '-r', '-H', '-e', '', '--', `/run/openrc/options/${name}`], 'openrc-supervised');
