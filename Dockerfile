# emolit as a server for strangers. docs/HOSTING.md says how to build and run it, and what of this was tried.
#
#   docker build --tag emolit .
#   docker run --read-only --tmpfs /tmp --tmpfs /home/emolit:uid=1000 --memory 3g --publish 8501:8501 emolit

FROM python:3.11-slim AS build
# Where pip finds the CPU builds of PyTorch; without it pip takes the usual ones, with gigabytes of CUDA.
ARG TORCH_INDEX=""
WORKDIR /build
COPY requirements.txt .
RUN python -m venv /opt/venv \
 && /opt/venv/bin/pip install --no-cache-dir ${TORCH_INDEX:+--extra-index-url "$TORCH_INDEX"} --requirement requirements.txt

FROM python:3.11-slim
RUN useradd --create-home --uid 1000 emolit
COPY --from=build /opt/venv /opt/venv
WORKDIR /app
COPY app.py LICENSE NOTICE CITATION.cff ./
COPY .streamlit .streamlit
COPY pages pages
COPY emolit emolit
RUN /opt/venv/bin/python -m compileall -q emolit pages app.py

USER emolit
# Offline: the model is in the image. Caches go to the home folder, the one place that has to be writable, beside /tmp.
ENV EMOLIT_PUBLIC=1 \
    EMOLIT_ALLOWED_HOSTS="" \
    PORT=8501 \
    HOME=/home/emolit \
    NUMBA_CACHE_DIR=/home/emolit/.cache/numba \
    MPLCONFIGDIR=/home/emolit/.cache/matplotlib \
    HF_HOME=/home/emolit/.cache/huggingface \
    HF_HUB_OFFLINE=1 \
    TRANSFORMERS_OFFLINE=1 \
    TOKENIZERS_PARALLELISM=false \
    MALLOC_ARENA_MAX=2 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s --retries=3 \
  CMD ["/opt/venv/bin/python", "-c", "import os, urllib.request as r; r.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/_stcore/health', timeout=4)"]
# The shell only puts the port in; `exec` makes the server the process that is told to stop.
CMD ["sh", "-c", "exec /opt/venv/bin/python -m emolit.ui.serve --server.address=0.0.0.0 --server.port=$PORT"]
