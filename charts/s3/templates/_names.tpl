{{- define "s3.selector" -}}
app.kubernetes.io/name: s3
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "s3.labels" -}}
{{ include "s3.selector" . }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{- define "s3.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default (printf "v%s" .Chart.AppVersion) }}
{{- end }}
