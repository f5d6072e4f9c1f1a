'use strict';
const $ = id => document.getElementById(id);
const state = { dataset: 'query', offset: 0, size: 50, known: new Set(), timer: 0 };
const facetFields = {
  query: [['user.name', 'Agent'], ['service.name', 'Job'], ['event.outcome', 'Outcome'], ['policy.decision', 'Decision'], ['snowflake.query.class', 'Class'], ['snowflake.objects.read', 'Reads']],
  finding: [['rule.name', 'Detection'], ['user.name', 'Agent'], ['policy.decision', 'Decision'], ['threat.technique.id', 'Technique']],
  session: [['event.action', 'Event'], ['user.name', 'Agent'], ['source.ip', 'Address'], ['snowflake.session.client.driver', 'Driver']],
  '*': [['event.dataset', 'Kind'], ['user.name', 'Agent'], ['event.outcome', 'Outcome']],
};

/** Builds an element; strings become text nodes, never markup: everything shown was written by somebody else. */
function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
    else if (key === 'class') node.className = value;
    else if (value !== false && value != null) node.setAttribute(key, value === true ? '' : value);
  }
  node.append(...children.filter(child => child != null && child !== false));
  return node;
}
const get = (doc, path) => path.split('.').reduce((value, key) => value?.[key], doc);
const list = value => Array.isArray(value) ? value : value == null || value === '' ? [] : [value];
const time = text => { const d = new Date(text); return `${d.toLocaleDateString(undefined, { month: 'short', day: '2-digit' })} ${d.toLocaleTimeString(undefined, { hour12: false })}.${String(d.getMilliseconds()).padStart(3, '0')}`; };
const number = value => value == null ? '' : Number(value).toLocaleString();
const bytes = value => value == null ? '' : value < 1024 ? `${value} B` : value < 1048576 ? `${(value / 1024).toFixed(1)} KiB` : `${(value / 1048576).toFixed(1)} MiB`;
const duration = ns => ns == null ? '' : ns < 1e9 ? `${(ns / 1e6).toFixed(1)} ms` : `${(ns / 1e9).toFixed(2)} s`;

function badge(text, tone) { return text ? el('span', { class: `badge ${tone}` }, text) : null; }
const tones = { success: 'good', allow: 'good', allowed: 'good', approved: 'good', failure: 'bad', deny: 'bad', denied: 'bad', refused: 'bad', require_approval: 'warn', held: 'warn', unknown: 'warn' };
const tone = text => tones[String(text ?? '').toLowerCase()] ?? '';
function risk(doc) {
  const score = get(doc, 'event.risk_score_norm') ?? get(doc, 'event.risk_score');
  if (score == null) return '';
  const level = score >= 90 ? 'critical' : score >= 70 ? 'high' : score >= 40 ? 'moderate' : 'low';
  return el('span', { class: `risk ${level}`, title: `risk ${score} of 100, ${level}` }, String(Math.round(score)),
    el('span', { class: 'track' }, (() => { const fill = el('div', { class: 'fill' }); fill.style.width = `${score}%`; return fill; })()));
}
function job(doc) {
  const name = get(doc, 'service.name') ?? get(doc, 'automation.name');
  return name ? el('span', {}, name, ' ', el('span', { class: 'trust' }, get(doc, 'automation.trust') ?? '')) : '';
}
const outcome = doc => { const decision = get(doc, 'policy.decision'); const result = get(doc, 'event.outcome'); return el('span', {}, badge(decision && decision !== 'allow' ? decision : null, tone(decision)), ' ', badge(result, tone(result))); };
const what = doc => get(doc, 'db.query.text') ?? get(doc, 'message') ?? get(doc, 'event.reason') ?? '';
const columns = {
  query: [['Time', d => time(d['@timestamp']), 'time'], ['Agent', d => get(d, 'user.name') ?? ''], ['Job', job], ['Outcome', outcome], ['Statement', what, 'sql'], ['Rows', d => number(get(d, 'snowflake.result.rows')), 'num'], ['Risk', risk]],
  finding: [['Time', d => time(d['@timestamp']), 'time'], ['Detection', d => get(d, 'rule.name') ?? ''], ['Agent', d => get(d, 'user.name') ?? ''], ['Job', job], ['Decided', d => badge(get(d, 'policy.decision'), tone(get(d, 'policy.decision'))) ?? ''], ['What', what, 'sql'], ['Risk', risk]],
  session: [['Time', d => time(d['@timestamp']), 'time'], ['Event', d => get(d, 'event.action') ?? ''], ['Agent', d => get(d, 'user.name') ?? ''], ['Job', job], ['Outcome', d => badge(get(d, 'event.outcome'), tone(get(d, 'event.outcome'))) ?? ''], ['Driver', d => get(d, 'snowflake.session.client.driver') ?? '', ''], ['Address', d => get(d, 'source.ip') ?? ''], ['Reason', what, 'sql']],
};
columns['*'] = [['Time', d => time(d['@timestamp']), 'time'], ['Kind', d => (get(d, 'event.dataset') ?? '').replace('snowflake_gateway.', '')], ['Agent', d => get(d, 'user.name') ?? ''], ['Outcome', outcome], ['What', d => what(d) || get(d, 'event.action') || '', 'sql'], ['Risk', risk]];

function parameters() {
  const range = $('range').value;
  const query = new URLSearchParams({ q: $('q').value, dataset: state.dataset, size: state.size, offset: state.offset, histogram: 'auto', facets: facetFields[state.dataset].map(f => f[0]).join(',') });
  if (range) query.set('from', `now-${range}`);
  return query;
}

/** Asks the API; with the approver's token when there is one, and for it when the answer says that one is needed. */
async function ask(path) {
  const response = await fetch(path, token() ? { headers: { authorization: `Bearer ${token()}` } } : {});
  if (response.status === 401) { sessionStorage.removeItem('token'); $('approvals').hidden = false; $('token-hint').hidden = false; }
  return response;
}

async function refresh() {
  clearTimeout(state.timer);
  try {
    const response = await ask(`/api/search?${parameters()}`);
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.error ?? response.statusText);
    $('error').hidden = true;
    show(answer);
  } catch (error) {
    $('error').hidden = false;
    $('error').textContent = error.message;
    if (!$('rows').hasChildNodes()) $('total').textContent = '';
  }
}

function show(answer) {
  const shape = columns[state.dataset];
  $('columns').replaceChildren(...shape.map(([name]) => el('th', { scope: 'col' }, name)), el('th', { scope: 'col' }, el('span', { class: 'visually-hidden' }, 'Open')));
  const first = state.known.size === 0;
  $('rows').replaceChildren(...answer.hits.map(doc => {
    const id = get(doc, 'event.id');
    const row = el('tr', { class: !first && !state.known.has(id) ? 'new' : '', onclick: () => open(doc) },
      ...shape.map(([, cell, kind]) => el('td', { class: kind ?? '' }, cell(doc))),
      el('td', { class: 'open' }, el('button', { type: 'button', 'aria-label': `Open record ${id}` }, '›')));
    state.known.add(id);
    return row;
  }));
  if (answer.hits.length === 0) {
    $('rows').replaceChildren(el('tr', {}, el('td', { class: 'empty', colspan: shape.length + 1 }, $('q').value ? 'Nothing matches. Widen the time range or take a term away.' : 'Nothing yet. Point a driver at the gateway, or start with --demo to see traffic.')));
  }
  const last = Math.min(state.offset + answer.hits.length, answer.total);
  $('total').textContent = `${number(answer.total)} ${answer.total === 1 ? 'record' : 'records'}${answer.took_ms != null ? ` in ${answer.took_ms.toFixed(1)} ms` : ''}`;
  $('page').textContent = answer.total ? `${number(state.offset + 1)}–${number(last)}` : '';
  $('newer').disabled = state.offset === 0;
  $('older').disabled = last >= answer.total;
  histogram(answer.histogram ?? []);
  facets(answer.facets ?? {});
}

function histogram(buckets) {
  const most = Math.max(1, ...buckets.map(b => b.count));
  $('histogram').hidden = buckets.length === 0;
  const width = 1000 / Math.max(1, buckets.length);
  const svgNs = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(svgNs, 'svg');
  svg.setAttribute('viewBox', '0 0 1000 72'); svg.setAttribute('preserveAspectRatio', 'none'); svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', `${buckets.length} intervals, at most ${most} records in one`);
  buckets.forEach((bucket, i) => {
    const height = bucket.count ? Math.max(2, bucket.count / most * 70) : 0;
    const bar = document.createElementNS(svgNs, 'rect');
    for (const [k, v] of Object.entries({ x: i * width + width * .08, y: 72 - height, width: width * .84, height })) bar.setAttribute(k, v);
    const title = document.createElementNS(svgNs, 'title');
    title.textContent = `${time(bucket.from)}: ${number(bucket.count)}`;
    bar.append(title); svg.append(bar);
  });
  $('histogram').replaceChildren(svg, el('div', { class: 'axis' }, el('span', {}, buckets.length ? time(buckets[0].from) : ''), el('span', {}, `peak ${number(most)}`), el('span', {}, buckets.length ? time(buckets.at(-1).from) : '')));
}

function facets(answer) {
  $('facets').replaceChildren(...facetFields[state.dataset].filter(([field]) => answer[field]?.length).map(([field, label]) =>
    el('div', {}, el('h3', {}, label), ...answer[field].slice(0, 8).map(({ value, count }) =>
      el('button', { type: 'button', title: `${field}:${value}`, onclick: () => narrow(field, value) }, el('span', {}, String(value)), el('span', { class: 'n' }, number(count)))))));
}

function narrow(field, value) {
  const term = `${field}:"${String(value).replace(/["\\]/g, '\\$&')}"`;
  const now = $('q').value.trim();
  if (!now.includes(term)) $('q').value = now && now !== '*' ? `(${now}) AND ${term}` : term;
  restart();
}
function restart() { state.offset = 0; state.known.clear(); $('detail').close(); refresh(); }

function open(doc) {
  const pairs = entries => el('dl', {}, ...entries.filter(([, v]) => list(v).length || v instanceof Node).flatMap(([k, v]) => [el('dt', {}, k), el('dd', {}, v instanceof Node ? v : list(v).join(', '))]));
  const part = (title, ...content) => el('section', {}, el('h3', {}, title), ...content);
  const link = (field, label) => { const value = get(doc, field); return value == null ? null : el('button', { type: 'button', onclick: () => narrow(field, value) }, label); };
  const inputs = list(get(doc, 'risk.inputs'));
  $('detail-title').textContent = get(doc, 'rule.name') ?? get(doc, 'db.query.summary') ?? get(doc, 'event.action') ?? 'Record';
  $('detail-body').replaceChildren(...[
    what(doc) && part(get(doc, 'db.query.text') ? 'Statement' : 'What happened', el('pre', {}, what(doc))),
    part('Who and when', pairs([['Agent', get(doc, 'user.name')], ['On behalf of', get(doc, 'automation.on_behalf_of')], ['Job', job(doc) || null], ['Time', time(doc['@timestamp'])], ['Took', duration(get(doc, 'event.duration'))], ['Driver', [get(doc, 'snowflake.session.client.driver'), get(doc, 'snowflake.session.client.version')].filter(Boolean).join(' ')], ['Address', get(doc, 'source.ip')], ['Role', get(doc, 'snowflake.session.role')], ['Session', get(doc, 'snowflake.session.id')]])),
    get(doc, 'policy') && part('Decision', pairs([['Decision', outcome(doc)], ['Rule', get(doc, 'policy.rule')], ['Why', get(doc, 'policy.reason')], ['Approval', get(doc, 'policy.approval.id')], ['Decided by', get(doc, 'policy.approver')], ['Masked', get(doc, 'policy.masked_columns')], ['Cells masked', get(doc, 'policy.masked_count')], ['Policy version', get(doc, 'policy.version')]])),
    (get(doc, 'error.message') || get(doc, 'snowflake.result')) && part('Answer', pairs([['Error', [get(doc, 'error.code'), get(doc, 'error.message')].filter(Boolean).join(': ')], ['Rows', number(get(doc, 'snowflake.result.rows'))], ['Bytes', bytes(get(doc, 'snowflake.result.bytes'))], ['Chunks', get(doc, 'snowflake.result.chunks')], ['Query id', get(doc, 'snowflake.query.id')]])),
    get(doc, 'snowflake.objects') && part('Objects', pairs([['Reads', get(doc, 'snowflake.objects.read')], ['Base tables', get(doc, 'snowflake.objects.base_read')], ['Writes', get(doc, 'snowflake.objects.written')], ['Stages', get(doc, 'snowflake.objects.stages')]])),
    inputs.length && part(`Risk ${Math.round(get(doc, 'event.risk_score_norm') ?? 0)} of 100`, el('div', { class: 'inputs' }, ...inputs.flatMap(i => {
      const fill = el('div', { class: 'fill' }); fill.style.width = `${Math.min(100, i.contribution)}%`;
      return [el('span', {}, i.rule), el('div', { class: 'track' }, fill), el('span', {}, Number(i.contribution).toFixed(1)), el('span', {}, i.reason ?? '')];
    }))),
    list(get(doc, 'finding.evidence')).length && part('Evidence', el('ol', { class: 'evidence' }, ...list(get(doc, 'finding.evidence')).map(e =>
      el('li', {}, time(e.time), ' ', e.step, ' ', badge(e.outcome, tone(e.outcome)), ' ', el('button', { type: 'button', onclick: () => openStatement(e.statement_id) }, 'Statement'))))),
    get(doc, 'finding.suggested_action') && part('Suggested action', el('p', {}, get(doc, 'finding.suggested_action'))),
    list(get(doc, 'threat.technique.id')).length && part('MITRE ATT&CK', pairs([['Technique', get(doc, 'threat.technique.id')], ['Name', get(doc, 'threat.technique.name')], ['Tactic', get(doc, 'threat.tactic.name')]])),
    el('p', {}, link('snowflake.session.id', 'All of this session'), ' ', link('user.name', 'All of this agent'), ' ', link('snowflake.query.fingerprint', 'Same shape of statement')),
    part('Whole record', el('pre', {}, JSON.stringify(doc, null, 2))),
  ].filter(Boolean));
  if (!$('detail').open) $('detail').showModal();
  $('detail').scrollTop = 0;
}

async function openStatement(id) {
  const found = await fetch(`/api/search?${new URLSearchParams({ q: `event.id:"${id}"`, size: 1 })}`).then(response => response.json()).catch(() => null);
  if (found?.hits?.length) open(found.hits[0]);
}

async function approvals() {
  try {
    const response = await ask('/api/approvals');
    if (response.status === 401) return;
    const answer = response.ok ? await response.json() : { approvals: [] };
    const waiting = answer.approvals;
    $('approval-note').textContent = answer.note ?? '';
    const shown = new Set([...document.querySelectorAll('.approval')].map(card => card.dataset.id));
    $('approvals').hidden = waiting.length === 0;
    $('approvals').querySelector('.count').textContent = `(${waiting.length})`;
    $('token-hint').hidden = !!token() || waiting.length === 0;
    if (waiting.length !== shown.size || waiting.some(a => !shown.has(a.id))) $('approval-list').replaceChildren(...waiting.map(card));
  } catch { /* the health line says that the gateway cannot be reached */ }
}
function card(approval) {
  const reason = el('input', { type: 'text', placeholder: 'Reason (kept in the record)', 'aria-label': `Reason for ${approval.id}`, maxlength: 500 });
  const message = el('p', { role: 'status' });
  const decide = verb => async event => {
    event.preventDefault();
    if (!reason.value.trim()) { message.textContent = 'Say why: the reason is kept in the record.'; reason.focus(); return; }
    const response = await fetch(`/api/approvals/${encodeURIComponent(approval.id)}/${verb}`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${token()}` }, body: JSON.stringify({ reason: reason.value }) });
    if (response.status === 401) { sessionStorage.removeItem('token'); $('token-hint').hidden = false; $('token').focus(); }
    message.textContent = response.ok ? '' : (await response.json().catch(() => ({}))).error ?? response.statusText;
    if (response.ok) { approvals(); refresh(); }
  };
  return el('article', { class: 'approval', 'data-id': approval.id },
    el('p', {}, el('strong', {}, approval.agent), approval.job ? ` for job ${approval.job} (${approval.job_trust})` : ' without a job', ` asks; held by rule `, el('strong', {}, approval.rule), `, expires ${time(approval.expires_at)}`),
    el('pre', {}, approval.sql_text),
    el('form', { onsubmit: decide('approve') }, reason, el('button', { class: 'approve', type: 'submit' }, 'Approve'), el('button', { class: 'deny', type: 'button', onclick: decide('deny') }, 'Deny')), message);
}
const token = () => sessionStorage.getItem('token');

async function health() {
  const node = $('health');
  try {
    const response = await fetch('/health/ready');
    node.className = response.ok ? 'ok' : 'down';
    node.querySelector('.text').textContent = response.ok ? 'ready' : (await response.text()).split('\n')[0] || 'not ready';
  } catch {
    node.className = 'down';
    node.querySelector('.text').textContent = 'cannot be reached';
  }
}

function live() {
  const source = new EventSource('/api/live');
  source.onmessage = () => {
    approvals();
    if ($('live').checked && state.offset === 0 && !$('detail').open) { clearTimeout(state.timer); state.timer = setTimeout(refresh, 250); }
  };
  source.onerror = () => { health(); state.blind = true; };
  source.onopen = () => { state.blind = false; };
}

document.addEventListener('DOMContentLoaded', () => {
  $('token').addEventListener('change', event => { sessionStorage.setItem('token', event.target.value.trim()); event.target.value = ''; $('token-hint').hidden = true; approvals(); refresh(); });
  $('search').addEventListener('submit', event => { event.preventDefault(); restart(); });
  $('range').addEventListener('change', restart);
  $('datasets').addEventListener('click', event => {
    if (!event.target.dataset.dataset) return;
    state.dataset = event.target.dataset.dataset;
    for (const button of $('datasets').children) button.setAttribute('aria-pressed', button === event.target);
    restart();
  });
  $('newer').addEventListener('click', () => { state.offset = Math.max(0, state.offset - state.size); refresh(); });
  $('older').addEventListener('click', () => { state.offset += state.size; refresh(); });
  $('close').addEventListener('click', () => $('detail').close());
  refresh(); approvals(); health(); live();
  setInterval(health, 10000); setInterval(approvals, 5000);
  setInterval(() => { if (state.blind && $('live').checked && state.offset === 0 && !$('detail').open) refresh(); }, 5000);
});
