import {refuseHostname, refuseInterface} from '../../../install/answers.js';
import {outward} from '../../../install/steps/firewall-look.js';
import {hostnameFaults} from '../../../model/hostname.js';
import type {Text} from '../../../text/text.js';
import type {Field} from './field.js';

export const hostname: Field = {
	id: 'hostname',
	value: (answers, text) => answers.hostname ?? text.install.choices.names.kept,
	options(answers, seen, text) {
		const {names, options} = text.install.choices;
		const now = seen.hostname?.known ? seen.hostname.value : '';
		const wanted = answers.hostname;
		const poor = hostnameFaults(now).length > 0 && now !== '';
		return [
			// A name that asks for trouble is kept by saying so, not by saying nothing.
			poor
				? {
						...{id: '', name: now, note: options.keepForGood, chosen: wanted === now},
						answers: {...answers, hostname: now},
					}
				: {
						id: '',
						name: names.kept,
						note: options.keep(now),
						chosen: wanted === undefined,
						answers: {...answers, hostname: undefined},
					},
			...(wanted === undefined || (poor && wanted === now)
				? []
				: [{id: wanted, name: wanted, note: options.hostname, chosen: true, answers}]),
		];
	},
	entry: {
		refuse: refuseHostname,
		take: (typed, answers) => ({...answers, hostname: typed}),
	},
};

export const interfaceField: Field = {
	id: 'interface',
	value: (answers, text) => answers.interface ?? text.install.choices.names.byRoute,
	options(answers, seen, text) {
		const {names, options} = text.install.choices;
		const byRoute =
			seen.routes === undefined ? undefined : outward({routes: seen.routes}, {...answers, interface: undefined});
		const links = seen.links?.known ? seen.links.value : [];
		const named = links.filter(({name, kind}) => !inner.has(kind) && name !== 'lo' && isFit(name, text));
		const typed = answers.interface;
		const known = named.map(({name, addresses}) => ({
			name,
			note: addresses.map(({local, prefixlen}) => `${local}/${prefixlen}`).join(' ') || options.noAddress,
		}));
		const all =
			typed === undefined || known.some(({name}) => name === typed)
				? known
				: [...known, {name: typed, note: options.noAddress}];
		return [
			{
				id: '',
				name: names.byRoute,
				note: options.byRoute(byRoute),
				chosen: typed === undefined,
				answers: {...answers, interface: undefined},
			},
			...all.map(({name, note}) => ({
				id: name,
				name,
				note,
				chosen: name === typed,
				answers: {...answers, interface: name},
			})),
		];
	},
	entry: {
		refuse: refuseInterface,
		take: (typed, answers) => ({...answers, interface: typed}),
	},
};

/** Never towards the network. */
const inner = new Set(['loopback', 'veth']);

const isFit = (name: string, text: Text): boolean => refuseInterface(name, text) === undefined;
