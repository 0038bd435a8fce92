// The slides: reveal.js with the keys that it has, and a window for the speaker that needs no inline script.
const inSpeakerWindow = /receiver/.test(location.search);

Reveal.initialize({
  width: 1280,
  height: 720,
  margin: 0,
  center: false,
  hash: !inSpeakerWindow,
  transition: "none",
  controlsTutorial: false,
  slideNumber: "c/t",
  plugins: [RevealNotes],
}).then(() => {
  if (!inSpeakerWindow) Reveal.addKeyBinding({ keyCode: 83, key: "S", description: "Speaker view" }, openSpeaker);
});

// reveal.js writes its speaker window with scripts in the text, which our policy forbids. Ours is a page with the
// same scripts in a file. It is told what to show; from its heartbeat on, the plugin of reveal.js takes over.
function openSpeaker() {
  const speaker = window.open("speaker.html", "speaker", "width=1100,height=700");
  if (!speaker) return;
  const message = { namespace: "reveal-notes", type: "connect", url: location.href.split("#")[0] };
  const knock = setInterval(() => {
    speaker.postMessage(JSON.stringify({ ...message, state: Reveal.getState() }), "*");
  }, 300);
  window.addEventListener("message", function heard(event) {
    if (event.source !== speaker) return;
    clearInterval(knock);
    window.removeEventListener("message", heard);
  });
}
