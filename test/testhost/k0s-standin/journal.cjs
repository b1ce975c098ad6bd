// STAND-IN FOR TESTS, not k0s: the service log. journals/*.txt are recorded from a real k0s v1.34.1 (start: its first start on
// a quiet host; stop; stop-starting: a stop while it starts), trimmed: `SECONDS<tab>LINE`, seconds since the first line.
// {t} is logrus's time="...", {k} klog's date and time, {iso} and {d} others, {pid} k0s's own, {child} a child's, {ip}, {node}.
// Numbers of processes, containers and ports within the lines are the recorded ones: they are not this host's.
'use strict';
const fs = require('node:fs'), path = require('node:path');
const L = require('./lib.cjs');

const pad = (n, width = 2) => String(n).padStart(width, '0');
function stamps() {
  const d = new Date(), time = `${pad(d.getHours())}:${pad(d.getMinutes())}:${pad(d.getSeconds())}`, part = pad(d.getMilliseconds(), 3) + pad(Math.floor(Math.random() * 1000), 3);
  return { t: `time="${L.stamp(d)}"`, k: `${pad(d.getMonth() + 1)}${pad(d.getDate())} ${time}.${part}`, iso: d.toISOString().replace('Z', part.slice(3) + 'Z'), d: L.stamp(d) };
}
const filled = (line, values) => { const all = { ...stamps(), ...values }; return line.replace(/\{(t|k|iso|d|pid|child|ip|node)\}/g, (whole, key) => all[key] ?? whole); };
const read = name => fs.readFileSync(path.join(__dirname, 'journals', `${name}.txt`), 'utf8').split('\n').filter(Boolean).map(l => { const i = l.indexOf('\t'); return [Number(l.slice(0, i)), l.slice(i + 1)]; });

// Prints a recorded journal. `scale`: seconds here for a second there. `each(line)` is asked before a line is printed: what it
// returns takes the line's place, null leaves it out. `stop()` ends it; `done` settles after the last line.
function replay(name, { scale, values, each = line => line, until = Infinity }) {
  const lines = read(name).filter(([at]) => at <= until), t0 = Date.now();
  let i = 0, timer, finish;
  const done = new Promise(r => { finish = r; });
  const step = () => {
    const now = (Date.now() - t0) / 1000;
    let out = '';
    for (; i < lines.length && lines[i][0] * scale <= now; i++) { const l = each(lines[i][1]); if (l !== null) out += filled(l, values) + '\n'; }
    if (out) process.stdout.write(out);
    if (i >= lines.length) return finish();
    timer = setTimeout(step, Math.max(5, Math.min(500, lines[i][0] * scale * 1000 - (Date.now() - t0))));
  };
  step();
  return { done, stop() { clearTimeout(timer); finish(); } };
}
module.exports = { replay, filled };
