import type {Text} from '../text/text.js';

/** What a person decides about the demo. */
export type DemoAnswers = {
	readonly image: string;
	readonly name: string;
	readonly namespace: string;
	/** What was made stays. */
	readonly keep: boolean;
	/** Rungs from the pod that are left out: of `skippable`. */
	readonly skip?: readonly string[];
};

/** Rungs that a cluster may be meant not to pass, such as one without DNS. */
export const skippable = ['pod-service', 'pod-name', 'pod-node'] as const;

export const defaultDemo: DemoAnswers = {image: 'httpd', name: 'demo', namespace: 'default', keep: false};

/** The rungs that `--skip` names, in their order. */
export const rungsIn = (value: string | undefined): readonly string[] =>
	skippable.filter(id => (value ?? '').split(',').includes(id));

export const refuseSkip = (value: string, text: Text): string | undefined =>
	value.split(',').every(word => skippable.some(id => id === word)) ? undefined : text.cli.wanted.oneOf(skippable);

const label = /^[a-z\d]([a-z\d-]{0,61}[a-z\d])?$/;

/** A service's name: RFC 1035, begins with a letter. */
export const refuseName = (name: string, text: Text): string | undefined =>
	label.test(name) && /^[a-z]/.test(name) ? undefined : text.demo.bad.name;

export const refuseNamespace = (name: string, text: Text): string | undefined =>
	label.test(name) ? undefined : text.demo.bad.namespace;

export const refuseImage = (image: string, text: Text): string | undefined =>
	/^[a-z\d][\w.-]*(:\d+)?(\/[a-z\d][\w.-]*)*(:[\w][\w.-]{0,127})?(@sha256:[\da-f]{64})?$/i.test(image) &&
	image.length <= 255
		? undefined
		: text.demo.bad.image;
