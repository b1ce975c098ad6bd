// STAND-IN FOR TESTS, not k0s: the certificates below /var/lib/k0s/pki, made once by openssl, and the kubeconfig of the admin.
'use strict';
const fs = require('node:fs'), path = require('node:path'), { spawnSync } = require('node:child_process');
const L = require('./lib.cjs');
const dir = L.P.data + '/pki';
const openssl = (...args) => { const r = spawnSync('openssl', args, { encoding: 'utf8' }); if (r.status !== 0) throw new Error(`openssl ${args[0]}: ${(r.error?.message ?? r.stderr).trim()}`); };
const has = name => L.exists(`${dir}/${name}.crt`) && L.exists(`${dir}/${name}.key`);
const key = name => { openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', `${dir}/${name}.key`); fs.chmodSync(`${dir}/${name}.key`, 0o640); };

/** Whether this host can have certificates: the test host has openssl. */
const possible = () => spawnSync('openssl', ['version']).status === 0;

function make() {
  fs.mkdirSync(dir, { recursive: true, mode: 0o751 });
  if (!has('ca')) { key('ca'); openssl('req', '-x509', '-new', '-key', `${dir}/ca.key`, '-subj', '/CN=kubernetes-ca', '-days', '3650', '-out', `${dir}/ca.crt`); }
  const signed = (name, subject, extra) => {
    if (has(name)) return;
    key(name);
    const ext = `${dir}/.${name}.ext`;
    fs.writeFileSync(ext, extra);
    openssl('req', '-new', '-key', `${dir}/${name}.key`, '-subj', subject, '-out', `${dir}/.${name}.csr`);
    openssl('x509', '-req', '-in', `${dir}/.${name}.csr`, '-CA', `${dir}/ca.crt`, '-CAkey', `${dir}/ca.key`, '-CAcreateserial', '-days', '365', '-extfile', ext, '-out', `${dir}/${name}.crt`);
    for (const f of [ext, `${dir}/.${name}.csr`]) fs.rmSync(f, { force: true });
  };
  signed('server', '/CN=kubernetes', `extendedKeyUsage=serverAuth\nsubjectAltName=DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:${L.nodeName()},IP:127.0.0.1,IP:::1,IP:10.96.0.1,IP:${L.nodeAddress()}\n`);
  signed('admin', '/O=system:masters/CN=kubernetes-admin', 'extendedKeyUsage=clientAuth\n');
  for (const [name, user] of [['server', 'kube-apiserver'], ['ca', 'root'], ['admin', 'root']]) try { fs.chownSync(`${dir}/${name}.key`, Number(spawnSync('id', ['-u', user], { encoding: 'utf8' }).stdout), 0); } catch { /* no such user */ }
}

/** A certificate for a request of a kubelet, which must name a node: PEM in, PEM out. */
function sign(request) {
  const at = fs.mkdtempSync('/tmp/standin-sign'), file = name => `${at}/${name}`;
  try {
    fs.writeFileSync(file('csr'), request); fs.writeFileSync(file('ext'), 'extendedKeyUsage=clientAuth\n');
    const subject = spawnSync('openssl', ['req', '-in', file('csr'), '-noout', '-subject'], { encoding: 'utf8' }).stdout ?? '';
    if (!/O ?= ?system:nodes, ?CN ?= ?system:node:[a-z0-9.-]+\s*$/.test(subject)) throw new Error(`not the request of a kubelet: ${subject}`);
    openssl('x509', '-req', '-in', file('csr'), '-CA', `${dir}/ca.crt`, '-CAkey', `${dir}/ca.key`, '-CAcreateserial', '-days', '365', '-extfile', file('ext'), '-out', file('crt'));
    return fs.readFileSync(file('crt'), 'utf8');
  } finally { fs.rmSync(at, { recursive: true, force: true }); }
}

const base64 = name => fs.readFileSync(`${dir}/${name}`).toString('base64');
/** As k0s v1.34.1 writes it. */
const kubeconfig = server => L.yaml({ apiVersion: 'v1', clusters: [{ cluster: { 'certificate-authority-data': base64('ca.crt'), server }, name: 'local' }], contexts: [{ context: { cluster: 'local', namespace: 'default', user: 'user' }, name: 'Default' }], 'current-context': 'Default', kind: 'Config', preferences: {}, users: [{ name: 'user', user: { 'client-certificate-data': base64('admin.crt'), 'client-key-data': base64('admin.key') } }] });
const options = () => ({ key: fs.readFileSync(`${dir}/server.key`), cert: fs.readFileSync(`${dir}/server.crt`), ca: fs.readFileSync(`${dir}/ca.crt`), requestCert: true, rejectUnauthorized: false });
module.exports = { sign, make, kubeconfig, options, possible };
