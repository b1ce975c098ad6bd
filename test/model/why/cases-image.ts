import {eventOf, podOf, waiting} from '../../support/why-objects.js';
import {resolve, request, pull, config, type Case} from './told.js';

/** Causes that an image, its pull or the settings of a container have. */
export const imageCases: readonly Case[] = [
	[
		'containerd: no such tag',
		'image-absent',
		pull(`rpc error: code = NotFound desc = ${resolve}reg.example/team/app:1: not found`),
		/has no image reg\.example\/team\/app:1/,
	],
	[
		'a registry: manifest unknown',
		'image-absent',
		pull(`${resolve}unexpected status from HEAD request to https://reg.example/v2/team/app/manifests/1: 404 Not Found`),
		/the name or the tag is wrong/,
	],
	[
		'Docker Hub: denied',
		'image-denied',
		pull(
			`${resolve}pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`,
		),
		/no such repository, or wants a login/,
	],
	[
		'a registry: 401',
		'image-login',
		pull(
			`${resolve}failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://reg.example/token: 401 Unauthorized`,
		),
		/wants a login/,
	],
	[
		'a registry: 401, the pull secret is missing',
		'image-pull-secret',
		pull(
			`${resolve}unexpected status from HEAD request to https://reg.example/v2/team/app/manifests/1: 401 Unauthorized`,
			eventOf(
				'FailedToRetrieveImagePullSecret',
				'Unable to retrieve some image pull secrets (regcred); attempting to pull the image may not succeed.',
			),
		),
		/the pull secret regcred is missing/,
	],
	[
		'Docker Hub: too many',
		'image-rate',
		pull(
			`${resolve}unexpected status from HEAD request to https://registry-1.docker.io/v2/team/app/manifests/1: 429 Too Many Requests`,
		),
		/allows no more pulls/,
	],
	[
		'Docker Hub: too many, in its own words',
		'image-rate',
		pull(
			'toomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit',
		),
		/allows no more pulls/,
	],
	[
		'Go: no such host',
		'image-dns',
		pull(`${request}dial tcp: lookup reg.example on 10.0.0.2:53: no such host`),
		/cannot resolve reg\.example \(asked 10\.0\.0\.2\)/,
	],
	[
		'Go: server misbehaving',
		'image-dns',
		pull(`${request}dial tcp: lookup reg.example: server misbehaving`),
		/cannot resolve reg\.example$/,
	],
	[
		'Go: connection refused',
		'image-unreachable',
		pull(`${request}dial tcp 10.0.0.9:443: connect: connection refused`),
		/its registry does not answer: dial tcp 10\.0\.0\.9:443/,
	],
	[
		'Go: no route',
		'image-unreachable',
		pull(`${request}dial tcp 10.0.0.9:443: connect: no route to host`),
		/does not answer/,
	],
	[
		'Go: deadline',
		'image-unreachable',
		pull(`rpc error: code = DeadlineExceeded desc = ${request}context deadline exceeded`),
		/does not answer/,
	],
	[
		'Go: x509',
		'image-certificate',
		pull(`${request}tls: failed to verify certificate: x509: certificate signed by unknown authority`),
		/certificate is not accepted: certificate signed by unknown authority/,
	],
	[
		'Go: x509, expired',
		'image-certificate',
		pull(
			`${request}x509: certificate has expired or is not yet valid: current time 2020-01-01T00:00:00Z is before 2026-01-01T00:00:00Z`,
		),
		/not accepted: certificate has expired or is not yet valid/,
	],
	['Go: HTTP', 'image-plain-http', pull(`${request}http: server gave HTTP response to HTTPS client`), /speaks HTTP/],
	[
		'containerd: platform',
		'image-platform',
		pull('failed to pull and unpack image "reg.example/team/app:1": no match for platform in manifest: not found'),
		/not made for this processor/,
	],
	[
		'containerd: disk',
		'image-disk',
		pull(
			'failed to pull and unpack image "reg.example/team/app:1": failed to copy: write /var/lib/k0s/containerd/x: no space left on device',
		),
		/the disk is full/,
	],
	[
		'Go: proxy',
		'image-proxy',
		pull(`${request}proxyconnect tcp: dial tcp 10.0.0.3:3128: connect: connection refused`),
		/proxy refuses or does not answer/,
	],
	[
		'a registry: 503',
		'image-registry',
		pull(
			`${resolve}unexpected status from HEAD request to https://reg.example/v2/team/app/manifests/1: 503 Service Unavailable`,
		),
		/reports an internal error/,
	],
	['a word of no rule', 'image-pull', pull('something quite new'), /cannot be pulled: something quite new/],
	[
		'kubelet: name',
		'image-name',
		{pods: [podOf({container: waiting('InvalidImageName', 'invalid reference format')})]},
		/is not valid: invalid reference format/,
	],
	[
		'kubelet: never pulled',
		'image-never-pulled',
		{pods: [podOf({container: waiting('ErrImageNeverPull', 'x')})]},
		/pull policy Never/,
	],
	[
		'kubelet: config map',
		'config-map',
		config('configmap "app" not found'),
		/needs the config map app, which does not exist/,
	],
	['kubelet: secret', 'secret', config('secret "db" not found'), /needs the secret db, which does not exist/],
	[
		'kubelet: secret that is there now',
		'secret',
		{...config('secret "db" not found'), present: ['secret default/db']},
		/needs the secret db, which did not exist when it was last tried/,
	],
	[
		'kubelet: key of a config map',
		'config-key',
		config("couldn't find key LEVEL in ConfigMap default/app"),
		/needs the key LEVEL of the config map app/,
	],
	[
		'kubelet: key of a secret',
		'secret-key',
		config("couldn't find key password in Secret default/db"),
		/needs the key password of the secret db/,
	],
	[
		'kubelet: root',
		'run-as-non-root',
		config('container has runAsNonRoot and image will run as root (pod: "web_default(u)", container: c)'),
		/must not run as root/,
	],
	[
		'kubelet: user',
		'user-no-number',
		config(
			'container has runAsNonRoot and image has non-numeric user (app), cannot verify user is non-root (pod: "web", container: c)',
		),
		/names the user app/,
	],
	[
		'kubelet: other words',
		'container-config',
		config('failed to sync secret cache: timed out waiting for the condition'),
		/cannot be created: failed to sync secret cache/,
	],
];
