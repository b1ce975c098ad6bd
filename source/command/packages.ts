import {change, type Command} from './command.js';

/** The distribution's package manager. Only ever shown in a plan before it runs. */

export const dnfInstall = (...packages: string[]): Command =>
	change(['dnf', 'install', '-y', ...packages], 'package-install', {deadline: 600_000});
export const aptInstall = (...packages: string[]): Command =>
	change(['apt-get', 'install', '-y', ...packages], 'package-install', {deadline: 600_000});
export const dnfRemove = (...packages: string[]): Command =>
	change(['dnf', 'remove', '-y', ...packages], 'package-remove', {deadline: 600_000});
export const aptRemove = (...packages: string[]): Command =>
	change(['apt-get', 'remove', '-y', ...packages], 'package-remove', {deadline: 600_000});
