import {lastWords, schedulerWords, signalName, type TroubleWords} from '../trouble-words.js';

const because = (detail: string): string => (detail.trim() === '' ? '' : `: ${detail.trim()}`);

/** `init container migrate ended with exit 3`; `container c ended with exit 137 (SIGKILL)`. */
function ended({container, init, exitCode, signal}: TroubleWords): string {
	const name = signalName({exitCode, signal});
	const code = exitCode === null ? (name ?? '') : `exit ${exitCode}${name === undefined ? '' : ` (${name})`}`;
	return `${init ? 'init container' : 'container'} ${container ?? ''} ended${code === '' ? '' : ` with ${code}`}`;
}

const again = ({restarts}: TroubleWords): string =>
	restarts === 0 ? '' : restarts === 1 ? ', restarted once' : `, restarted ${restarts} times`;

const noWhy = (unread: true | undefined): string => (unread ? 'the events could not be read' : 'no event says why');

/** Why a pod does not do its work. `detail`: what the kubelet, the scheduler or the runtime said. */
export const podCauses = {
	'image-pull': ({image, detail}) => `cannot pull image ${image ?? ''}${because(detail)}`,
	'image-name': ({image, detail}) => `the image name ${image ?? ''} is not valid${because(detail)}`,
	'image-never-pulled': ({image}) =>
		`image ${image ?? ''} is not on this host, and the pull policy Never forbids to fetch it`,
	'container-config': ({container, detail}) => `container ${container ?? ''} cannot be created${because(detail)}`,
	'container-start': ({container, detail}) => `container ${container ?? ''} cannot be started${because(detail)}`,
	'out-of-memory': trouble => `${ended(trouble)}: out of memory (its limit, or the host's)${again(trouble)}`,
	liveness: trouble => `${ended(trouble)}: killed by its probe${because(trouble.detail)}${again(trouble)}`,
	crash: trouble => `${ended(trouble)}${again(trouble)}${because(lastWords(trouble))}`,
	ends: trouble => `${ended(trouble)} and is started again each time${again(trouble)}${because(lastWords(trouble))}`,
	failed: trouble => `${ended(trouble)}${because(lastWords(trouble))}`,
	restarts: trouble => `runs now, but ${ended(trouble)}${again(trouble)}${because(lastWords(trouble))}`,
	mount: ({detail}) => `a volume cannot be mounted${because(detail)}`,
	sandbox: ({detail}) => `its sandbox cannot be set up${because(detail)}`,
	creating: ({unread}) => `its containers are not created yet, and ${noWhy(unread)}`,
	'volume-claim': ({detail}) => `a volume claim is not bound${because(detail)}`,
	unscheduled: ({detail}) => `no node takes it${because(schedulerWords(detail))}`,
	evicted: ({detail}) => `the node evicted it${because(detail)}`,
	deadline: ({detail}) => `ran longer than it is allowed to${because(detail)}`,
	readiness: ({container, detail}) => `container ${container ?? ''} is not ready${because(detail)}`,
	startup: ({container, detail}) => `container ${container ?? ''} has not started yet${because(detail)}`,
	'not-ready': ({container, unread}) => `container ${container ?? ''} runs, but is not ready, and ${noWhy(unread)}`,
	terminating: ({detail}) => `is being deleted, but does not go away${detail === '' ? '' : ` (finalizers: ${detail})`}`,
	'node-lost': ({detail}) => `its node ${detail} no longer reports`,
	'no-pods': ({detail}) => `no pod could be created${because(detail)}`,
	waiting: ({detail}) => detail,
} satisfies Record<string, (trouble: TroubleWords) => string>;
