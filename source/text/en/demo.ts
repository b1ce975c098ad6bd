/** The demo: the guide's last section as a smoke test. */
export const demo = {
	actions: {
		'demo.run': 'run demo',
		'demo.cleanup': 'clean up',
		'demo.keep': 'keep it',
		'demo.output': 'output',
		'demo.pane': 'details',
		'demo.stop': 'stop',
		'demo.reach': 'reach',
		'demo.why': 'why',
		'demo.events': 'events',
		'demo.copy': 'copy commands',
		'demo.refresh': 'check again',
		'demo.back': 'back',
	} as Readonly<Record<string, string>>,
	screen: {
		title: 'Demo',
		what: (name: string, image: string) => `${name} (${image})`,
		ready: (keep: boolean) =>
			keep ? 'enter runs it and keeps what it makes' : 'enter runs it and deletes what it made',
		/** What becomes of what it makes. */
		keeps: 'afterwards: kept',
		deletes: 'afterwards: all deleted',
		keepKey: 'K changes it',
		left: 'an earlier demo is still here: D deletes it',
		noCluster: 'no healthy cluster yet: press 2 to install k0s, 3 to see its status',
		readOnly: 'read-only: nothing runs here',
		answered: (answer: string) => `“${answer}”`,
		deleted: 'all deleted again',
		kept: 'kept: D deletes it',
		busy: 'The demo is running. X stops it.',
		ask: 'Run the demo?',
		willMake: (name: string, image: string) =>
			`Makes the deployment ${name} (${image}) and the service ${name}, and sends it a request.`,
		willCleanUp: 'At the end both are deleted again (K keeps them).',
		willKeep: 'Both are kept: D deletes them later.',
		willDelete: (name: string) => `Deletes the deployment ${name} and its service: only what the demo made.`,
		askCleanup: 'Delete what the demo made?',
		table: {step: 'STEP', time: 'TIME', result: 'RESULT'},
	},
	rungs: {
		cluster: {
			title: 'Healthy cluster',
			why: 'The demo tests a working cluster. If yours is not working yet, see the Status screen.',
			healthy: 'healthy',
			notHealthy: (what: string, found: string) => `not healthy: ${what}: ${found}`,
			notKnown: (what: string, found: string) => `not known whether it is healthy: ${what}: ${found}`,
			asRoot: 'Only root may ask k0s: sudo k0s-tui demo.',
			first: 'Install k0s first: screen 2, or k0s-tui install.',
		},
		create: {
			title: 'Create the deployment',
			why: 'A web server (httpd) as a deployment: proves that the API server, the scheduler and the controllers work. A label marks it as ours, so nothing else is ever deleted.',
			absent: 'not there yet',
			ours: (name: string) => `deployment ${name} is ours`,
			foreign: (name: string) => `There is a deployment ${name} that the demo did not make. It is left alone.`,
			otherImage: (name: string, image: string) => `An earlier demo is still there: deployment ${name} runs ${image}.`,
			otherImageHint: 'Clean up first (D on screen 6), name the same image, or choose another name with --name.',
		},
		pod: {
			title: 'Wait for the pod',
			why: 'Pulls the image and starts a container: proves registry access, containerd and the pod network.',
			none: 'no pod yet',
			unseen: 'the controller has not made its ReplicaSet yet',
			ready: (name: string, ips: string) => `${name} at ${ips}`,
			waits: (pod: string) => `waits for ${pod}`,
		},
		expose: {
			title: 'Expose it',
			why: 'A service of type NodePort: kube-proxy writes packet rules that send a port of this host to the pod.',
			absent: 'no service yet',
			ours: (name: string, port: number | null) => `service ${name}${port === null ? '' : `, node port ${port}`}`,
			foreign: (name: string) => `There is a service ${name} that the demo did not make. It is left alone.`,
			world:
				'A NodePort answers on every address of this host, also from outside, whatever ports the firewall lists. It stays until the clean-up.',
		},
		request: {
			title: 'Request it',
			why: 'Sends a request from this host through the rules to the pod and back.',
			noPort: 'no port to ask yet',
			silent: (url: string, said: string) => `${url} does not answer${said === '' ? '' : ` (${said})`}`,
			answered: (url: string, answer: string) => `${url} answered “${answer}”`,
			other: (url: string, answer: string) => `${url} answered something else: “${answer}”`,
			strangers: (pods: string) =>
				`It answered, but the service also leads to what is not this deployment’s: ${pods}. Any of them may have answered.`,
			strangersHint: 'Pods of an earlier demo may still end: try again, or choose another name with --name.',
		},
		'pod-service': {
			title: 'Pod to cluster IP',
			why: 'Connects from the demo’s own pod to its service: the path that pods use between each other, through the rules and, with one pod, back to itself.',
		},
		'pod-name': {
			title: 'Pod to DNS name',
			why: 'Asks the cluster’s DNS from the pod for the name of the service: proves CoreDNS, the way to it and the way back.',
			noDns: 'this cluster has no service kube-system/kube-dns',
			silent: (server: string, pod: string) => `the cluster’s DNS ${server} does not answer ${pod}`,
			silentHint: 'See whether coredns runs and what its log says: k0s-tui why kube-system/coredns.',
			answered: (name: string, address: string) => `${name} is ${address}`,
			code: (code: number) =>
				code === 3 ? 'no such name' : code === 0 ? 'no address' : code === 2 ? 'a failure of its own' : `code ${code}`,
			other: (name: string, said: string, wanted: string) =>
				`for ${name} the cluster’s DNS answers: ${said}; it should be ${wanted}`,
			/** Of the bytes of an answer in the output. */
			read: (said: string, bytes: number) => `DNS answer of ${bytes} bytes: ${said}`,
			otherHint: 'coredns may not hear the API, or the cluster has another domain: k0s-tui why kube-system/coredns.',
		},
		'pod-node': {
			title: 'Pod to node address',
			why: 'Connects from the pod to the node port on another node’s address, or this node’s where it is the only one.',
		},
		cleanup: {
			title: 'Clean up',
			why: 'Deletes only what carries the demo’s label, by name.',
			nothing: 'nothing of ours is left',
			left: (count: number) => `${count} ${count === 1 ? 'object' : 'objects'} of ours`,
			ending: (pods: string) => `deleted, but still ending: ${pods}`,
			endingHint: 'They end on their own once the kubelet runs: k0s kubectl get pods -A',
		},
	},
	/** Of the rungs that send from the pod. */
	fromPod: {
		noPod: 'no pod of the demo is ready',
		noTarget: 'nothing to connect to yet',
		answered: (to: string, pod: string) => `${to} answers ${pod}`,
		ends: {
			refused: (to: string, pod: string) => `${to} refuses ${pod}`,
			silent: (to: string, pod: string) => `nothing comes back from ${to} to ${pod}`,
			unsent: (to: string, pod: string) =>
				`nothing could be sent to ${to} from ${pod}: nsenter, timeout or bash is missing`,
		},
		hints: {
			service: 'The request from the host came through, so what pods send is dropped or not translated.',
			node: 'The service answers from the pod, the node’s address does not: a firewall may keep pods from this host.',
		},
	},
	otherName: 'Choose another name: k0s-tui demo --name NAME --yes',
	hints: {
		image:
			'Cannot pull the image: check DNS, the proxy and the registry’s rate limit, or choose a local image with --image.',
		crash: 'The container exits. See: k0s kubectl logs deployment/demo',
		taint: 'The node takes no pods: it was installed without --no-taints.',
		resources: 'The node has too little memory or CPU left.',
		network: 'The pod has no network: check kube-router on the Status screen.',
		silent:
			'kube-proxy may not have written the rules of this service yet. To see which way a request takes: k0s-tui path nodeport:N.',
		strict:
			'firewalld runs with StrictForwardPorts=yes: it rejects what kube-proxy sends to pods. Set it to no in /etc/firewalld/firewalld.conf; k0s-tui check --only firewall-forward shows how.',
		gone: 'The packet filter has no Kubernetes rules: something deleted them. kube-proxy writes its own again within 30 s; systemctl restart k0scontroller brings back the rest.',
	},
	bad: {
		name: 'lower case letters, digits and “-”, beginning with a letter, at most 63',
		namespace: 'lower case letters, digits and “-”, at most 63',
		image: 'an image, like httpd or docker.io/library/httpd:2.4',
	},
	headless: {
		junitExists: (file: string) => `${file} exists and is not a demo result. Choose another name, or add --force`,
		junitFailed: (file: string, why: string) => `${file} could not be written: ${why}`,
		rung: (id: string, result: string, found: string, seconds: string) =>
			`${id}: ${result}${seconds}${found === '' ? '' : `  ${found}`}`,
		answered: (answer: string) => `The demo answered: ${answer}`,
		kept: 'The demo was kept. To clean up, run k0s-tui demo --yes again: it deletes it.',
		cleaned: 'Everything it made was deleted.',
		notCleaned: 'Some of what it made could not be deleted.',
		failed: (rung: string) => `The demo failed at: ${rung}`,
		noCluster: 'there is no healthy cluster',
		/** What was found where a rung failed. */
		failure: {
			way: (from: string, to: string) => `The path from ${from} to ${to}, and one real packet on it:`,
			cause: 'Why:',
			events: 'Events of what the demo made:',
			noEvents: (why: string) => `not known: ${why}`,
			more: 'To look further, keep the demo and follow one packet:',
		},
	},
};
