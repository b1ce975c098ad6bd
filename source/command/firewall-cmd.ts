import {change, command, type Command} from './command.js';

/**
 * firewalld (measured with 1.3.3; 2.x adds keys and words in the zone header). Always with --zone: without it a notice
 * lands on standard output. firewalld validates nothing: names are checked before they reach this file.
 */

/** firewalld answers one after the other, and D-Bus waits 25 s for it: after that firewall-cmd itself says what is wrong. */
export const patience = {deadline: 30_000};
const ask = (...rest: string[]): Command =>
	command(['firewall-cmd', ...rest], 'firewall-read', {root: true, ...patience});
const set = (...rest: string[]): Command => change(['firewall-cmd', ...rest], 'firewall-change', patience);

export const state = (): Command => ask('--state');
export const defaultZone = (): Command => ask('--get-default-zone');
export const activeZones = (): Command => ask('--get-active-zones');
export const allZones = (permanent = false): Command => ask(...(permanent ? ['--permanent'] : []), '--list-all-zones');

/** `yes` (exit 0) or `no` (exit 1). */
export const panic = (): Command => ask('--query-panic');
export const endPanic = (on = false): Command => set(on ? '--panic-on' : '--panic-off');

export const setDefaultZone = (zone: string): Command => set('--set-default-zone', zone);
const where = (zone: string, permanent: boolean): string[] => [...(permanent ? ['--permanent'] : []), `--zone=${zone}`];
export const changeInterface = (zone: string, name: string, permanent = true): Command =>
	set(...where(zone, permanent), `--change-interface=${name}`);
export const removeInterface = (zone: string, name: string, permanent = true): Command =>
	set(...where(zone, permanent), `--remove-interface=${name}`);
export const addPort = (zone: string, port: string, permanent = true): Command =>
	set(...where(zone, permanent), `--add-port=${port}`);
export const removePort = (zone: string, port: string, permanent = true): Command =>
	set(...where(zone, permanent), `--remove-port=${port}`);
export const addSource = (zone: string, source: string, permanent = true): Command =>
	set(...where(zone, permanent), `--add-source=${source}`);
/** Moves it from the zone that names it; `--add-source` refuses that (exit 18, 105 with --permanent). */
export const changeSource = (zone: string, source: string, permanent = true): Command =>
	set(...where(zone, permanent), `--change-source=${source}`);
export const removeSource = (zone: string, source: string, permanent = true): Command =>
	set(...where(zone, permanent), `--remove-source=${source}`);
export const addMasquerade = (zone: string, permanent = true): Command =>
	set(...where(zone, permanent), '--add-masquerade');
export const removeMasquerade = (zone: string, permanent = true): Command =>
	set(...where(zone, permanent), '--remove-masquerade');
export const addService = (zone: string, service: string, permanent = true): Command =>
	set(...where(zone, permanent), `--add-service=${service}`);
export const removeService = (zone: string, service: string, permanent = true): Command =>
	set(...where(zone, permanent), `--remove-service=${service}`);
/** Several at once: firewall-cmd takes the option as often as it is given. */
export const addRichRules = (zone: string, rules: readonly string[], permanent = true): Command =>
	set(...where(zone, permanent), ...rules.map(rule => `--add-rich-rule=${rule}`));
export const removeRichRules = (zone: string, rules: readonly string[], permanent = true): Command =>
	set(...where(zone, permanent), ...rules.map(rule => `--remove-rich-rule=${rule}`));
/** Changes of the running zones, as the guard of a trial has them: `--zone=public --remove-port=6443/tcp`. */
export const apply = (words: readonly string[]): Command => set(...words);
export const version = (): Command => ask('--version');
/** Rules, chains and passthroughs of the direct interface that are in force; each one a line. */
export const directRules = (): Command => ask('--direct', '--get-all-rules');
export const directChains = (): Command => ask('--direct', '--get-all-chains');
export const directPassthroughs = (): Command => ask('--direct', '--get-all-passthroughs');
/** Rules between zones and from zones to this host; firewalld 0.9 and newer. */
export const policies = (): Command => ask('--list-all-policies');
/** What an ipset holds that a zone names as its source (`ipset:NAME`). */
export const ipset = (name: string): Command => ask(`--info-ipset=${name}`);
/** On a running node it may delete every rule of Kubernetes (`model/firewall-reload.ts`). Harmless before k0s runs. */
export const reload = (): Command => set('--reload');
