/**
 * Runs in the page, before it: gives it a camera that shows a drawn figure. Real people's pictures have no place in
 * screenshots.
 */
export function installDrawnCamera(): void {
  navigator.mediaDevices.getUserMedia = async () => {
    const canvas = document.createElement('canvas');
    canvas.width = 640;
    canvas.height = 480;
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no canvas');
    const draw = () => {
      const sky = context.createLinearGradient(0, 0, 0, 480);
      sky.addColorStop(0, '#a9b8b4');
      sky.addColorStop(1, '#7c8d88');
      context.fillStyle = sky;
      context.fillRect(0, 0, 640, 480);
      const shape = (colour: string, trace: () => void) => {
        context.fillStyle = colour;
        context.beginPath();
        trace();
        context.fill();
      };
      const sway = Math.sin(performance.now() / 900) * 3;
      shape('#4d6670', () => context.ellipse(320 + sway, 520, 190, 150, 0, 0, 7));
      shape('#c79a78', () => context.rect(285 + sway, 320, 70, 80));
      shape('#d9d4cc', () => context.ellipse(320 + sway, 205, 118, 138, 0, 0, 7));
      shape('#d8ab88', () => context.ellipse(320 + sway, 235, 98, 128, 0, 0, 7));
      shape('#d9d4cc', () => context.ellipse(320 + sway, 132, 92, 42, 0, 0, 7));
      shape('#2d2a28', () => {
        context.ellipse(282 + sway, 225, 9, 7, 0, 0, 7);
        context.ellipse(358 + sway, 225, 9, 7, 0, 0, 7);
      });
      context.strokeStyle = '#8a5a44';
      context.lineWidth = 5;
      context.beginPath();
      context.arc(320 + sway, 285, 32, 0.3, Math.PI - 0.3);
      context.stroke();
    };
    draw();
    setInterval(draw, 80);
    return canvas.captureStream(12);
  };
}
