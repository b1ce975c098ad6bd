/** One process that the kernel killed for lack of memory, as it says in its log. */
export type OomKill = {
	/** ISO 8601 as journald wrote it; null: the line had none. */
	readonly at: string | null;
	/** containerd's id of the container it ran in; null: in none of a pod. */
	readonly container: string | null;
	/** The pod's uid. */
	readonly pod: string | null;
	/** Name (cut to 15 letters by the kernel) and number of the process. Text from outside. */
	readonly task: string;
	readonly pid: number;
	/** Whose memory was used up: the pod's or its container's limit, that of all pods together, or the node's own. */
	readonly scope: 'limit' | 'pods' | 'node';
};

/** Of a container that runs: how many of its processes were killed so since it was started, and the file that counts them. */
export type OomCount = {readonly kills: number; readonly file: string};
