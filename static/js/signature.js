// Signing with a finger, a pen or a mouse on a canvas; the picture goes with the form as a PNG.
(function () {
  "use strict";
  const HEIGHT = 260;

  document.addEventListener("DOMContentLoaded", function () {
    const pad = document.querySelector("[data-signature]");
    if (!pad) return;
    const canvas = pad.querySelector("canvas");
    const kept = document.getElementById(pad.dataset.signature);
    const ink = canvas.getContext("2d");
    let last = null;
    let strokes = [];

    const draw = function () {
      ink.clearRect(0, 0, canvas.width, canvas.height);
      ink.lineWidth = 3;
      ink.lineCap = ink.lineJoin = "round";
      ink.strokeStyle = "#17211c";
      strokes.forEach(function (stroke) {
        ink.beginPath();
        stroke.forEach(function (point, rank) { ink[rank ? "lineTo" : "moveTo"](point[0], point[1]); });
        if (stroke.length === 1) ink.lineTo(stroke[0][0] + 0.1, stroke[0][1]);
        ink.stroke();
      });
    };

    // A screen that turns keeps what was drawn.
    const fit = function () {
      canvas.width = pad.clientWidth;
      canvas.height = Math.min(HEIGHT, Math.max(160, window.innerHeight - 340));
      draw();
    };

    const at = function (event) {
      const frame = canvas.getBoundingClientRect();
      return [event.clientX - frame.left, event.clientY - frame.top];
    };

    canvas.addEventListener("pointerdown", function (event) {
      event.preventDefault();
      canvas.setPointerCapture(event.pointerId);
      last = [at(event)];
      strokes.push(last);
      draw();
    });
    canvas.addEventListener("pointermove", function (event) {
      if (!last) return;
      last.push(at(event));
      draw();
    });
    ["pointerup", "pointercancel"].forEach(function (name) {
      canvas.addEventListener(name, function () { last = null; });
    });
    pad.querySelector("[data-signature-erase]").addEventListener("click", function () {
      strokes = [];
      draw();
    });
    kept.form.addEventListener("submit", function () {
      kept.value = strokes.length ? canvas.toDataURL("image/png") : "";
    });
    pad.hidden = false;
    fit();
    window.addEventListener("resize", fit);
  });
})();
