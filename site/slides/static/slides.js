// The slides: reveal.js with the keys that it has, and a window for the speaker that needs no inline script.
const inSpeakerWindow = /receiver/.test(location.search);

Reveal.initialize({
  width: 1280,
  height: 720,
  margin: 0,
  center: false,
  hash: !inSpeakerWindow,
  transition: "none",
  controls: !inSpeakerWindow,
  controlsTutorial: false,
  scrollActivationWidth: null, // slides also on a phone; the other view would keep where it is scrolled to
  slideNumber: inSpeakerWindow ? false : "c/t",
  plugins: [RevealNotes],
}).then(() => {
  if (!inSpeakerWindow) Reveal.addKeyBinding({ keyCode: 83, key: "S", description: "Speaker view" }, openSpeaker);
});

// reveal.js writes its speaker's window as a page with scripts in the text, which our policy forbids. Ours is a file
// with the same content; the plugin gets that window in place of the empty one that it would write into.
let speaker = null;
function openSpeaker() {
  if (speaker && !speaker.closed) return speaker.focus();
  speaker = window.open("speaker.html", "speaker", "width=1100,height=700");
  if (!speaker) return alert("The browser has stopped the speaker’s window. Allow windows of this page, and press S again.");
  const open = window.open;
  window.open = () => speaker;
  speaker.document.write = () => {};
  Reveal.getPlugin("notes").open();
  window.open = open;
}
