// Counts views of the pages that include it. No cookies, no storage, nothing that tells who is looking.
// data-endpoint: where views go; data-hash: what follows # is a page of its own.
(function () {
  var script = document.currentScript;
  var privacy = [navigator.doNotTrack, window.doNotTrack];
  if (!script || privacy.indexOf('1') >= 0 || navigator.globalPrivacyControl) return;
  var endpoint = script.getAttribute('data-endpoint') || '/api/page-views';
  var url = new URL(endpoint, script.src).href + '?idempotency-key=';
  var last;

  // Lost, it is sent once more under the same key, so that it counts once.
  function send(body, key, again) {
    function lost(answer) {
      if (again && !(answer.status < 500)) setTimeout(send, 3000, body, key);
    }
    fetch(url + key, { method: 'POST', body: body, keepalive: true, credentials: 'omit' }).then(
      lost,
      lost,
    );
  }

  function view() {
    var path = location.pathname + (script.hasAttribute('data-hash') ? location.hash : '');
    if (path === last || document.prerendering) return;
    var from = !last && document.referrer && new URL(document.referrer).hostname;
    var event = { path: path.slice(0, 512) };
    if (from && from !== location.hostname) event.referrer = from;
    last = path;
    send(JSON.stringify(event), Date.now().toString(36) + Math.random().toString(36).slice(2), 1);
  }

  ['pushState', 'replaceState'].forEach(function (name) {
    var original = history[name];
    history[name] = function () {
      var result = original.apply(this, arguments);
      view();
      return result;
    };
  });
  addEventListener('popstate', view);
  addEventListener('hashchange', view);
  addEventListener('pageshow', function (event) {
    if (event.persisted) last = '';
    view();
  });
  document.addEventListener('prerenderingchange', view);
  view();
})();
