import type {Image, Pod, Workload} from '../facts/cluster.js';
import {namedImages, type NamedImage} from './images.js';

/** Who could name an image: what runs or ran, what the API holds. All of them must have been read. */
export type ImageUsers = {
	/** `ctr container list`: the image of each container, stopped ones and sandboxes too. */
	readonly containers: ReadonlyArray<{readonly image: string}>;
	readonly pods: readonly Pod[];
	/** Old ReplicaSets too: an undone rollout starts their image again. */
	readonly workloads: readonly Workload[];
};

/** `docker.io/library/httpd:latest` for `httpd`, and without the tag where a digest says which one is meant. */
export function fullName(image: string): string {
	if (image.startsWith('sha256:')) return image;
	const [first = ''] = image.split('/');
	const hosted = image.includes('/') && (/[.:]/.test(first) || first === 'localhost');
	const path = (hosted ? image : `docker.io/${image}`).replace(
		/^(?:index\.)?docker\.io\/(?=[^/]+$)/,
		'docker.io/library/',
	);
	const [name = '', digest] = path.split('@');
	if (digest !== undefined) return `${name.replace(/:[^/:]*$/, '')}@${digest}`;
	return /:[^/]*$/.test(name.split('/').slice(1).join('/')) ? path : `${path}:latest`;
}

/**
 * Images of which no name is used by anybody, and that containerd has not pinned. `again`: a registry gave it, as its name with a
 * digest tells, so that it can be pulled again; without that its only copy may be the one here.
 */
export function unusedImages(
	images: readonly Image[],
	{containers, pods, workloads}: ImageUsers,
): ReadonlyArray<NamedImage & {readonly again: boolean}> {
	const used = new Set(
		[
			...containers.map(({image}) => image),
			...pods.flatMap(pod => [...pod.images, ...pod.containers.map(({image}) => image)]),
			...workloads.flatMap(workload => workload.images),
		]
			.filter(Boolean)
			.map(fullName),
	);
	const pinned = new Set(images.filter(image => image.pinned).map(({digest}) => digest));
	return namedImages(images)
		.filter(({digest, refs}) => !pinned.has(digest) && !used.has(digest) && !refs.some(ref => used.has(fullName(ref))))
		.map(image => ({...image, again: image.refs.some(ref => /[^@]@sha256:/.test(ref))}));
}
