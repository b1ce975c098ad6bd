/** What is done to one object of the cluster from its row: a shell, k9s, and changes. */
export const act = {
	goOn: 'Enter goes on.',
	notStarted: (code: string) => `It could not be started (${code}).`,
	endedWith: (how: string) => `It ended with ${how}.`,
	cannot: {
		simulated: 'The simulated host runs no containers: there is nothing to open.',
		recorded: 'A recording runs nothing: there is nothing to open.',
		local: 'This terminal cannot be handed to another program.',
	},
	ofObjects: 'Select an object of the API.',
	across: 'Layers are shown for a pod, workload, service, endpoints or container: select one.',
	packetsOf: 'Packets are shown for a pod or a service; those of this host are on Network.',
	acrossReach: 'Layers are shown for a pod, a service or an address: neither end is one.',
	acrossBack: 'Layers are shown for a namespace, link, chain, rule or service: select one.',
	exec: {
		ofPods: 'A shell opens in a container: select a pod.',
		unknownPod: 'The containers of this pod are not known yet.',
		noneRuns: 'No container of this pod is running.',
		notRunning: (container: string) => `Container ${container} is not running.`,
		choose: 'It has several containers: select one and press s again.',
		none: (container: string) => `Container ${container} has no shell: sh is not in its image.`,
		failed: (why: string) => `No shell: ${why}`,
	},
	/** `J` on what another node has. */
	onNode: {
		none: 'Select a node, or a pod of another node: k0s-tui opens on its server.',
		asking: (server: string) => `Asking ssh whether ${server} lets us in…`,
		here: 'This host is this node, or k0s-tui cannot tell which node it is. k0s-tui on HOST opens another server.',
		copied: (node: string, line: string) => `Copied; run it in another terminal to see ${node}: ${line}`,
	},
	cancel: 'Cancel',
	names: {
		restart: 'Restart',
		scale: 'Scale',
		cordon: 'Cordon',
		uncordon: 'Uncordon',
		drain: 'Drain',
		evict: 'Evict',
		delete: 'Delete',
	},
	/** Beside its name in the menu. */
	short: {
		restart: 'replaces its pods one after the other',
		scale: 'more pods, or fewer',
		cordon: 'no new pods on this node',
		uncordon: 'allows new pods on this node again',
		drain: 'takes no new pods and evicts the running ones',
		evict: 'ends it, if its disruption budget allows',
		delete: 'removes it; its controller makes a new one',
	},
	ask: {
		restart: (what: string) => `Restart ${what}?`,
		scale: (what: string, replicas: number) => `Scale ${what} to ${replicas}?`,
		cordon: (what: string) => `Cordon ${what}?`,
		uncordon: (what: string) => `Uncordon ${what}?`,
		drain: (what: string) => `Drain ${what}?`,
		evict: (what: string) => `Evict ${what}?`,
		delete: (what: string) => `Delete ${what}?`,
	},
	means: {
		restart: 'Its pods are replaced one after the other. `kubectl rollout undo` goes back.',
		scale: 'Pods are started or stopped until it has that many. Scaling back undoes it.',
		cordon: 'The node takes no new pods. Those that run on it stay. Uncordon undoes it.',
		uncordon: 'The scheduler uses the node again. Cordon undoes it.',
		drain:
			'The node takes no new pods, and its pods are evicted one after the other as their disruption budgets allow. Data in emptyDir volumes is lost. DaemonSet pods stay. A pod without a controller stops the drain before the first eviction. It gives up after 5 minutes. Uncordon lets the node take pods again; evicted pods do not come back by themselves.',
		evict: 'The pod ends. Its controller makes a new one; a pod without a controller is lost.',
		delete: 'This cannot be undone. What it owns is deleted too; its controller may make a new one.',
	},
	/** In place of `means.delete` for a node. */
	deleteNode:
		'Drain it first. It leaves the list of nodes, and the pods that were on it are recreated elsewhere. A kubelet that still runs there brings the node back when it starts again: reset that machine too (`k0s-tui on SERVER reset`).',
	howMany: 'How many pods?',
	number: 'Type a number from 0 to 99999.',
	running: 'kubectl is running …',
	draining: 'kubectl is evicting the pods one by one … esc stops waiting; kubectl goes on.',
	waiting: 'Waiting for the watch to show it … esc stops waiting.',
	unwatched: 'The list cannot be read now, so k0s-tui cannot see whether it worked.',
	done: {
		restart: (what: string) => `${what} was restarted: all of its pods are new.`,
		scale: (what: string, replicas: number) => `${what} has ${replicas} pods.`,
		cordon: (what: string) => `${what} takes no new pods.`,
		uncordon: (what: string) => `${what} takes new pods.`,
		drain: (what: string) => `${what} is drained: only pods of daemon sets are left.`,
		evict: (what: string) => `${what} was evicted.`,
		delete: (what: string) => `${what} is gone.`,
	},
	/** How a restart ended, and while it goes on. */
	rollout: {
		waiting: 'esc stops waiting; the restart goes on.',
		partly: (what: string, updated: number, all: number) =>
			`${what}: ${updated} of ${all} pods are new. Its update is partitioned, so the others stay as they are.`,
		'on-delete': (what: string) =>
			`kubectl accepted it. ${what} replaces a pod only when you delete it (update strategy OnDelete).`,
		deadline: (what: string) => `${what} did not finish in time: its new pods do not get ready. Y says why.`,
		gone: (what: string) => `${what} is gone.`,
		unknown: (what: string, why: string) =>
			`kubectl accepted it. Whether the pods of ${what} are new is not known: ${why}`,
	},
	gone: (what: string) => `${what} is already gone. Nothing was changed.`,
	another: (what: string) => `${what} was replaced by another one of the same name. Nothing was changed.`,
	refused: {
		drain:
			'The drain did not finish. The node may take no new pods now, and some of its pods may be evicted. Uncordon lets it take pods again.',
		unowned:
			'A pod that no controller made stopped the drain, and none was evicted. Delete it first if it may be lost. The node takes no new pods now: uncordon lets it take them again.',
		forbidden: 'The API forbids it (403). Nothing was changed.',
		gone: 'It is already gone (404). Nothing was changed.',
		conflict: 'Somebody else changed it at the same time (409). Nothing was changed: try again.',
		invalid: 'The API rejected it (422). Nothing was changed.',
		budget: 'Its disruption budget does not allow it now (429). Nothing was changed.',
		busy: 'The API is overloaded (429). Nothing was changed: try again later.',
		slow: 'kubectl did not answer in time. It is not known whether anything was changed.',
		root: 'This needs root, or is refused here. Nothing was changed.',
		other: 'kubectl failed. It is not known whether anything was changed: look at the list.',
	},
	k9s: {
		missing: 'k9s is not installed in a folder that only root can write (/usr/bin, /usr/local/bin).',
		ofObjects: 'k9s opens on an object of the API: select one.',
	},
};
