import type {SessionView} from '../../source/engine/session-view.js';

const titles = ['Root', 'Pre-flight', 'Host name', 'Firewall, now', 'Firewall, for good', 'Download', 'Place'];

/** What a list of steps tells of itself, for those who only ask where it stands: at `Download` while it runs. */
export const standing = (given: Partial<SessionView> = {}) => ({
	steps: titles.map(title => ({id: title, title})),
	...{running: undefined, doing: undefined, cut: undefined, progress: undefined},
	...given,
});

export const atDownload = {running: 'Download', doing: 'run'} as const;

const subscribe = () => () => undefined;

/** Sessions in which nothing works but what `install` says of itself. */
export const sessionsWith = (install: Partial<SessionView> = {}) => ({
	install: {get: () => standing(install), subscribe},
	reset: {get: () => ({session: undefined}), subscribe},
	upkeep: {get: () => ({kind: undefined, session: undefined, cut: undefined}), subscribe},
	demo: {get: () => standing(), subscribe},
	remedies: {get: () => ({busy: false, session: undefined}), subscribe},
});
