import * as remove from '../../command/leftovers.js';
import type {Mount} from '../../facts/host.js';
import type {Entry} from '../../read/find.js';
import {usersOf} from './beside.js';
import type {ResetAnswers, ResetFacts} from './facts.js';
import {joined, mayRun, nothing, some, type Kept, type Left, type Leftover} from './left.js';
import {cniUsers, ownCni, unproved} from './ownership.js';

/** Folders that k0s, its network and its containers use and that others may use too. What is in them tells whose they are. */

/** Looked into, four folders deep. */
export const sharedFolders: readonly string[] = [
	'/etc/k0s',
	'/etc/cni',
	'/opt/cni',
	'/opt/containerd',
	'/var/lib/cni',
	'/var/lib/kubelet',
	'/var/log/pods',
	'/var/log/containers',
	'/run/containerd',
	'/usr/libexec/k0s',
	'/run/netns',
];

/** Those of which their age says whether k0s made them: nothing else in them does. */
export const agedFolders: readonly string[] = [
	...['/etc/cni', '/etc/cni/net.d', '/opt/cni', '/opt/cni/bin', '/opt/containerd', '/var/lib/cni'],
	...['/var/lib/kubelet', '/var/lib/kubelet/device-plugins', '/var/log/pods', '/var/log/containers'],
	...['/run/containerd', '/run/containerd/s', '/run/containerd/runc'],
];

/** What kube-router, Calico and the kubelet's own containers put into /opt/cni/bin (k0s 1.34 to 1.36). */
const plugins: ReadonlySet<string> = new Set([
	...['bandwidth', 'bridge', 'dhcp', 'dummy', 'firewall', 'host-device', 'host-local', 'ipvlan', 'loopback', 'macvlan'],
	...['portmap', 'ptp', 'sbr', 'static', 'tap', 'tuning', 'vlan', 'vrf', 'LICENSE', 'README.md'],
	...['calico', 'calico-ipam', 'flannel', 'install'],
]);

/** Networks of kube-router and Calico, and the loop-back of each pod. */
const ownNetwork = /^(mynet|k8s-pod-network|cni-loopback)(-|$)/;
/** The kubelet's folder of one pod's logs: NAMESPACE_NAME_UID. */
const podLogs = /^[a-z\d-]+_[a-z\d.-]+_[\da-f-]{32,36}$/;
/** The link that it makes to a container's log: POD_NAMESPACE_CONTAINER-ID.log. */
const containerLog = /^[a-z\d.-]+_[a-z\d-]+_[a-z\d-]+-[\da-f]{64}\.log$/;
const ownPluginFiles = new Set(['kubelet.sock', 'kubelet_internal_checkpoint', 'DEPRECATION']);

type Look = {
	/** Everything below a folder. */
	readonly below: (folder: string) => readonly Entry[];
	/** What is in a folder itself, by name. */
	readonly inside: (folder: string) => readonly string[];
	readonly kind: (path: string) => string | undefined;
	readonly there: (path: string) => boolean;
	/** Why a folder is not proved to be k0s's; undefined: it is. */
	readonly unproved: (path: string) => Kept['why'] | undefined;
	/** Of a link, or where something is mounted: what is deleted there may lie elsewhere, on the same file system too. */
	readonly elsewhere: (path: string) => Kept['why'] | undefined;
};

function lookAt(entries: readonly Entry[], mounts: readonly Mount[], ofAge: Look['unproved']): Look {
	const kinds = new Map(entries.map(({kind, path}) => [path, kind]));
	const below = (folder: string): readonly Entry[] => entries.filter(({path}) => path.startsWith(`${folder}/`));
	return {
		below,
		inside: folder =>
			below(folder)
				.map(({path}) => path.slice(folder.length + 1))
				.filter(name => !name.includes('/')),
		kind: path => kinds.get(path),
		there: path => kinds.has(path),
		unproved: path => (agedFolders.includes(path) ? ofAge(path) : undefined),
		elsewhere(path) {
			const parents = [...kinds.keys()].filter(each => path === each || path.startsWith(`${each}/`));
			if (parents.some(each => kinds.get(each) === 'l')) return 'linked';
			return mounts.some(({target}) => target === path || target.startsWith(`${path}/`)) ? 'mounted' : undefined;
		},
	};
}

/** Their content is known, and nobody else uses them: they go. Else they stay, and say why. */
export function foldersLeft(facts: ResetFacts, answers: ResetAnswers): Left {
	const {contents, beside, managed, mounts, shims} = facts;
	if (!contents.known || !beside.known || !mounts.known) return nothing;
	const look = lookAt(contents.value, mounts.value, path => unproved(path, facts, answers));
	const pods = mayRun(shims);
	const users = (place: Parameters<typeof usersOf>[0]): readonly string[] => usersOf(place, beside.value);
	return joined([
		configuration(look, managed.known && managed.value),
		plugIns(look, cniUsers(facts)),
		networks(look, users('cni')),
		addresses(look, cniUsers(facts)),
		kubelet(look, users('kubelet')),
		logs(look, users('kubelet')),
		containerd(look, {users: users('containerd'), pods}),
		emptyTree(look, '/opt/containerd', users('containerd')),
		emptyTree(look, '/usr/libexec/k0s', []),
	]);
}

const gone = (name: string): Leftover => ({kind: 'folder', name, command: remove.removeFolder(name)});
const emptied = (name: string): Leftover => ({kind: 'folder', name, command: remove.removeEmpty(name)});
const stays = (name: string, why: Kept['why'], detail = '', kind: Kept['kind'] = 'folder'): Kept => ({
	...{kind, name, why, detail},
});

/** One folder: it goes with all its content when that is proved, is left to its other users, or named. */
function judged(
	look: Look,
	folder: string,
	{foreign, users}: {readonly foreign: readonly string[]; readonly users: readonly string[]},
): Left {
	if (!look.there(folder)) return nothing;
	if (users.length > 0) return {leftovers: [], kept: [stays(folder, 'shared', some(users))]};
	if (foreign.length > 0) return {leftovers: [], kept: [stays(folder, 'foreign', some(foreign))]};
	const why = look.elsewhere(folder) ?? look.unproved(folder);
	if (why !== undefined) return {leftovers: [], kept: [stays(folder, why)]};
	return {leftovers: [look.inside(folder).length === 0 ? emptied(folder) : gone(folder)], kept: []};
}

/** The folder around those that go: it goes too when nothing else is in it. */
function around(look: Look, folder: string, {leftovers, kept}: Left): Left {
	const going = new Set(leftovers.map(({name}) => name));
	const rest = look.inside(folder).filter(name => !going.has(`${folder}/${name}`));
	if (!look.there(folder) || rest.length > 0 || (look.elsewhere(folder) ?? look.unproved(folder)) !== undefined)
		return {leftovers, kept};
	return {leftovers: [...leftovers, emptied(folder)], kept};
}

/** k0s writes containerd.toml as long as it bears k0s's mark; everything else is a person's. */
function configuration(look: Look, managed: boolean): Left {
	const own = '/etc/k0s/containerd.toml';
	const leftovers: Leftover[] = [];
	if (managed && look.there(own)) leftovers.push({kind: 'file', name: own, command: remove.removeFile(own)});
	// k0s makes the folder of drop-ins to watch it.
	const dropIns = '/etc/k0s/containerd.d';
	if (look.there(dropIns) && look.inside(dropIns).length === 0) leftovers.push(emptied(dropIns));
	const kept = look
		.below('/etc/k0s')
		.filter(({kind, path}) => kind !== 'd' && !leftovers.some(({name}) => name === path))
		.map(({path}) => stays(path, 'person', '', 'file'));
	return around(look, '/etc/k0s', {leftovers, kept});
}

function plugIns(look: Look, users: readonly string[]): Left {
	const foreign = look.inside('/opt/cni/bin').filter(name => !plugins.has(name));
	return around(look, '/opt/cni', judged(look, '/opt/cni/bin', {foreign, users}));
}

/** Its own files go whoever else is here: no other tool makes them. */
function networks(look: Look, users: readonly string[]): Left {
	const folder = '/etc/cni/net.d';
	const names = look.inside(folder);
	const leftovers = names
		.filter(name => ownCni.test(name))
		.map((name): Leftover => ({
			kind: 'file',
			name: `${folder}/${name}`,
			command: remove.removeFile(`${folder}/${name}`),
		}));
	const foreign = names.filter(name => !ownCni.test(name));
	if (!look.there(folder)) return nothing;
	if (foreign.length > 0) return {leftovers, kept: [stays(folder, 'foreign', some(foreign))]};
	if (users.length > 0) return {leftovers, kept: [stays(folder, 'shared', some(users))]};
	const why = look.elsewhere(folder) ?? look.unproved(folder);
	if (why !== undefined) return {leftovers, kept: [stays(folder, why)]};
	return around(look, '/etc/cni', {leftovers: [...leftovers, emptied(folder)], kept: []});
}

function addresses(look: Look, users: readonly string[]): Left {
	const of = (folder: string): readonly string[] => look.inside(`/var/lib/cni/${folder}`);
	const foreign = [
		...look.inside('/var/lib/cni').filter(name => !['networks', 'results', 'cache'].includes(name)),
		...[...of('networks'), ...of('results'), ...of('cache/results')].filter(name => !ownNetwork.test(name)),
	];
	return judged(look, '/var/lib/cni', {foreign, users});
}

function kubelet(look: Look, users: readonly string[]): Left {
	const folder = '/var/lib/kubelet';
	const foreign = [
		...look.inside(folder).filter(name => name !== 'device-plugins'),
		...look.inside(`${folder}/device-plugins`).filter(name => !ownPluginFiles.has(name)),
	];
	if (foreign.length > 0 || users.length > 0) return judged(look, folder, {foreign, users});
	return around(look, folder, judged(look, `${folder}/device-plugins`, {foreign, users}));
}

const logs = (look: Look, users: readonly string[]): Left =>
	joined([
		judged(look, '/var/log/pods', {users, foreign: look.inside('/var/log/pods').filter(name => !podLogs.test(name))}),
		judged(look, '/var/log/containers', {
			users,
			foreign: look
				.inside('/var/log/containers')
				.filter(name => look.kind(`/var/log/containers/${name}`) !== 'l' || !containerLog.test(name)),
		}),
	]);

/** Sockets of shims and runc's notes on their containers: k0s's containerd keeps them here, beside its own folder. */
function containerd(look: Look, {users, pods}: {readonly users: readonly string[]; readonly pods: boolean}): Left {
	const folder = '/run/containerd';
	if (!look.there(folder)) return nothing;
	if (pods) return {leftovers: [], kept: [stays(folder, 'pods')]};
	if (users.length > 0) return {leftovers: [], kept: [stays(folder, 'shared', some(users))]};
	const others = look.inside(folder).filter(name => name !== 's' && name !== 'runc');
	const parts = joined([
		judged(look, `${folder}/s`, {
			users,
			foreign: look.inside(`${folder}/s`).filter(name => look.kind(`${folder}/s/${name}`) !== 's'),
		}),
		judged(look, `${folder}/runc`, {users, foreign: look.inside(`${folder}/runc`).filter(name => name !== 'k8s.io')}),
	]);
	return others.length > 0
		? {...parts, kept: [...parts.kept, stays(folder, 'foreign', some(others))]}
		: around(look, folder, parts);
}

/** Folders in folders and no file: the innermost go first. */
function emptyTree(look: Look, folder: string, users: readonly string[]): Left {
	const files = look.below(folder).filter(({kind}) => kind !== 'd');
	if (!look.there(folder) || users.length > 0 || files.length > 0) {
		return judged(look, folder, {foreign: files.map(({path}) => path.slice(folder.length + 1)), users});
	}

	const why = look.elsewhere(folder) ?? look.unproved(folder);
	if (why !== undefined) return {leftovers: [], kept: [stays(folder, why)]};
	const folders = [folder, ...look.below(folder).map(({path}) => path)].toSorted((a, b) => b.length - a.length);
	return {leftovers: [{kind: 'folder', name: folder, command: remove.removeEmpty(...folders)}], kept: []};
}
